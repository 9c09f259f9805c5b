"""`/admin/plugins/hearing_calendar/…`, in the namespace `hearing_calendar_admin`."""

from django.urls import path

from kuvend_hearing_calendar.admin import hearings, people

urlpatterns = [
    path("", hearings.HearingList.as_view(), name="hearings"),
    path("new/", hearings.HearingEditor.as_view(), name="new"),
    path("<uuid:uuid>/", hearings.HearingEditor.as_view(), name="hearing"),
    path("<uuid:uuid>/decide/", hearings.decide, name="decide"),
    path("<uuid:uuid>/registrations/", people.Registrations.as_view(), name="registrations"),
    path("<uuid:uuid>/minutes/", people.Minutes.as_view(), name="minutes"),
    path("<uuid:uuid>/minutes/deposit/", people.deposit, name="deposit"),
    path("<uuid:uuid>/minutes/<uuid:minute>/", people.MinuteEditor.as_view(), name="minute"),
]
