"""A page of the public site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kuvend_dummy.reading import visible_notes


def notes(request: HttpRequest) -> HttpResponse:
    """The latest notes."""
    institution = getattr(request, "institution", None)
    found = visible_notes(institution.uuid if institution else None)
    return render(request, "kuvend_dummy/notes.html", {"notes": found})


def fail(request: HttpRequest) -> HttpResponse:
    """A page that fails when it is told to (`?now=1`), to see what a visitor gets then."""
    if request.GET.get("now"):
        raise RuntimeError("the dummy was asked to fail")
    return notes(request)


urlpatterns = [path("", notes, name="notes"), path("fail/", fail, name="fail")]
