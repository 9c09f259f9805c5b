"""`/<language>/hearings/…`, in the namespace `hearing_calendar`."""

from django.urls import path

from kuvend_hearing_calendar.site import views

urlpatterns = [
    path("", views.hearings, name="hearings"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("consultations/<uuid:uuid>/", views.hearings_of_consultation, name="consultation"),
    path("consultations/<uuid:uuid>/calendar.ics", views.calendar_of_consultation, name="consultation_calendar"),
    path("registrations/<uuid:uuid>/<str:signature>/", views.registration, name="registration"),
    path("<uuid:uuid>/", views.hearing, name="hearing"),
    path("<uuid:uuid>/calendar.ics", views.calendar_of_hearing, name="hearing_calendar"),
]
