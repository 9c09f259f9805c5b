"""What the pages' room adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import MultiPartParser
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail_localize.views import edit_translation

from cms.pages.middleware import gone_message
from cms.pages.plugin_buttons import plugin_buttons
from cms.pages.plugin_types import gone
from cms.pages.preview_links import PreviewLinkView
from cms.pages.topics import TopicViewSet

# The translation editor saves a string or another picture as a form; it would inherit our API's parser, which
# takes JSON only.
for view in (edit_translation.edit_string_translation, edit_translation.edit_override):
    view.cls.parser_classes = [MultiPartParser]


register_snippet(TopicViewSet)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """A page's history says when the record refused it."""

    @actions.register_action("kuvend.record_refused")
    class RecordRefusedFormatter(LogFormatter):
        label = _("Not published")

        def format_message(self, log_entry: Any) -> str:
            """The reason the record gave."""
            return str(_("Not published: %(reason)s") % {"reason": log_entry.data.get("reason", "")})


@hooks.register("before_serve_page")
def gone_pages_are_not_found(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """A page without a class of its own has no template either."""
    if type(page) is Page:
        raise Http404


@hooks.register("before_delete_page")
def keep_gone_pages(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Of a page whose class is gone only half could be deleted: what its plugin's table holds would be left."""
    left = gone(page.get_descendants(inclusive=True)).first()
    if left is None:
        return None
    messages.error(request, gone_message(left))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_gone_pages_of_many(request: HttpRequest, action_type: str, objects: Any, action: Any) -> Any:
    """The same where several are deleted at once."""
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if action_type != "delete" or not pages:
        return None
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    left = gone(Page.objects.filter(below)).first()
    if left is None:
        return None
    messages.error(request, gone_message(left))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    """The page that makes preview links."""
    return [path("pages/<int:page_id>/preview-link/", PreviewLinkView.as_view(), name="kuvend_preview_link")]


@hooks.register("register_page_header_buttons")
def preview_link_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a page that its reader may edit."""
    if view_name == "edit" and page.permissions_for_user(user).can_edit():
        url = reverse("kuvend_preview_link", args=[page.pk])
        yield Button(_("Preview link"), url, icon_name="link-external", priority=90)


@hooks.register("register_page_header_buttons")
def buttons_of_plugins(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The same, by way of plugins."""
    if view_name == "edit" and page.permissions_for_user(user).can_edit():
        yield from plugin_buttons(page, user)
