"""`/admin/institutions/…`."""

from django.urls import path

from cms.tenancy.institution_views import InstitutionView, PeopleView

app_name = "institutions"
urlpatterns = [
    path("", InstitutionView.as_view(), name="index"),
    path("<slug:slug>/", InstitutionView.as_view(), name="institution"),
    path("<slug:slug>/people/", PeopleView.as_view(), name="people"),
]
