"""Pages that explain the site itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

TOPICS = frozenset({"take-part", "accessibility", "privacy"})


@require_safe
def help_page(request: HttpRequest, topic: str) -> HttpResponse:
    """How to take part, accessibility, privacy. Raises Http404 for anything else."""
    if topic not in TOPICS:
        raise Http404
    return render(request, f"record/help/{topic}.html")
