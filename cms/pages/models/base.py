"""What all page types share."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.pages.api_fields import BodyContentField
from cms.pages.blocks import BodyBlock
from cms.pages.fields import BodyField
from cms.pages.forms import ScopedPageForm
from cms.pages.plugin_types import types_below


class BasePage(Page):
    """A page of ours: its address is the same in all its languages unless a translator says otherwise."""

    override_translatable_fields = [SynchronizedField("slug")]
    base_form_class = ScopedPageForm

    takes_plugin_pages = False

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Wagtail's, and the types of plugins that say they belong below a page of this type that takes them."""
        brought = types_below(cls) if cls.takes_plugin_pages else []
        return [*super().clean_subpage_models(), *brought]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's, and what the public site's template of this page type needs."""
        from cms.site.page_contexts import context_for  # the site's room knows the page types

        return {**super().get_context(request, *args, **kwargs), **context_for(self, request)}

    class Meta:
        abstract = True


class BodyPage(BasePage):
    """A page with a lead paragraph and a body of blocks."""

    lead = models.TextField(
        _("lead"), blank=True, default="", max_length=600, help_text=_("One or two sentences under the title.")
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    api_fields = [APIField("lead"), APIField("body", serializer=BodyContentField())]

    class Meta:
        abstract = True
