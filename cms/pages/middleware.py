"""What the record refuses outside of a form is told as a message."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from cms.pages.refusals import RecordRefused


class RecordRefusedMiddleware:
    """Sends an editor or reviewer whose publishing was refused back to the page, with the reason.

    Forms say it beside the field; this is for an approval, a translation or a bulk action.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer for the view; None for what is not ours."""
        if not isinstance(exception, RecordRefused):
            return None
        edit = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        messages.error(request, exception.message)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's modal of a workflow action follows this address.
            return JsonResponse({"step": "success", "redirect": edit})
        return redirect(edit)
