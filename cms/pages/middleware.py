"""What cannot be done with a page is told as a message: it has no class, or the record refuses it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.plugin_types import gone
from cms.pages.refusals import RecordRefused

#: Where the admin's addresses name the page that is to be changed, shown or moved.
PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "pk")


class GonePageMiddleware:
    """Sends who opens a page whose class is gone back to where it lies, with the reason: Wagtail would fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in the view's stead; None lets it go on."""
        match = request.resolver_match
        if match is None or not match.view_name.startswith(("wagtailadmin_pages:", "kuvend_preview_link")):
            return None
        if not request.user.is_authenticated:  # asked to sign in first; a title is told to those who may see it
            return None
        keys = [kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs]
        page = gone(Page.objects.filter(pk__in=keys)).first() if keys else None
        if page is None:
            return None
        parent = page.get_parent()
        messages.error(request, gone_message(page))
        return redirect("wagtailadmin_explore", parent.pk if parent is not None else page.pk)


def gone_message(page: Page) -> str:
    """Why nothing can be done with a page."""
    return _("The plugin that “%(title)s” was made with is not installed. The page stays as it is.") % {
        "title": page.title
    }


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
