"""A view in the Wagtail admin and its menu item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kuvend_dummy.models import Note
from plugins.api.roles import institutions_allowing


def notes(request: HttpRequest) -> HttpResponse:
    """The latest notes of the institutions where the person may read them."""
    found = Note.objects.filter(institution__in=institutions_allowing(request.user, "dummy.read_notes"))[:50]
    return render(request, "kuvend_dummy/admin_notes.html", {"notes": found})


urlpatterns = [path("notes/", notes, name="notes")]
