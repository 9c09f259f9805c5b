"""Pages on the public site: page types of a plugin's own, and what its other pages may say about themselves."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from wagtail.models import Page

    class PluginPage(Page):
        """A page type of a plugin: abstract, to be extended by a model of the plugin's own."""

        class Meta:
            abstract = True
else:
    # The site's room stands above this one; its base page is known by name only.
    PluginPage = import_string(settings.PLUGIN_PAGE)

__all__ = ["PluginPage", "show_institution"]


def show_institution(request: HttpRequest, institution: UUID) -> None:
    """Frame the page as this institution's, with its name, colours and menu, whatever host it is read at."""
    request.shown_institution = institution  # type: ignore[attr-defined]
