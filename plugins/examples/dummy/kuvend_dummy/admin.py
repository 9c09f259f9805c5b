"""A view in the Wagtail admin and its menu item."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kuvend_dummy.models import Note
from plugins.api.roles import MODERATOR, institutions_with


def is_shown(request: HttpRequest) -> bool:
    """The menu item is for those who moderate somewhere."""
    return bool(institutions_with(request.user, MODERATOR))


def notes(request: HttpRequest) -> HttpResponse:
    """The latest notes of the institutions that the person moderates."""
    found = Note.objects.filter(institution__in=institutions_with(request.user, MODERATOR))[:50]
    return render(request, "kuvend_dummy/admin_notes.html", {"notes": found})


urlpatterns = [path("notes/", notes, name="notes")]
