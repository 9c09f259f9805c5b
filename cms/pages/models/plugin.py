"""What the page types of plugins are made from. Plugins know it as `plugins.api.pages.PluginPage`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page

from cms.pages.models.base import BasePage
from cms.pages.places import institution_uuid_at
from cms.pages.plugin_types import is_on, plugin_types
from plugins.kernel.gated import gated
from plugins.kernel.scope import Scope


class PluginPage(BasePage):
    """A page below an institution that permits the plugin; not found, and not to be added, anywhere else.

    A type needs `template`, and a contribution to `page.type` in the manifest. `parent_page_types` may be
    narrowed; `subpage_types` may name other types of the plugin. Its fields are the plugin's own: that it has
    none of ours but Wagtail's keeps our changes out of the plugin's migrations.
    """

    parent_page_types = ["pages.InstitutionPage", "pages.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Only below institutions where the plugin is on."""
        return bool(super().can_create_at(parent)) and is_on(cls, institution_uuid_at(parent.path))

    def can_move_to(self, parent: Page) -> bool:
        """Only to where it could be added."""
        return bool(super().can_move_to(parent)) and is_on(type(self), institution_uuid_at(parent.path))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; 404 where the plugin is off; 503 where it fails, as the views of plugins do."""
        return self._guarded(super().serve)(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The same for a draft."""
        return self._guarded(super().serve_preview)(request, mode_name)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """None where the plugin is off."""
        if not is_on(type(self), institution_uuid_at(self.path)):
            return []
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return urls

    def _guarded(self, serve: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        institution = institution_uuid_at(self.path or "")
        entry = plugin_types().get(type(self))

        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return serve(request, *args, **kwargs)

        places = [Scope(institution)] if institution is not None else []
        return gated(view, entry.plugin if entry else "", scopes=lambda _request: places)
