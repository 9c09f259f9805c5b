import uuid
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from plugins.api.pages import PluginPage


class Note(models.Model):
    """Something the plugin was asked or told. It refers to the record by uuid, never by foreign key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.UUIDField()
    consultation = models.UUIDField(null=True)
    submission = models.UUIDField(null=True)
    participant = models.UUIDField(null=True)
    word = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


class LeafletPage(PluginPage):
    """A page with a few words. It fails where they tell it to."""

    words = models.CharField(max_length=200, default="")

    template = "kuvend_dummy/leaflet_page.html"
    content_panels = [*Page.content_panels, FieldPanel("words")]
    api_fields = [APIField("words")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Fails where the words say so."""
        if self.words == "dummy: raise":
            raise RuntimeError("the dummy was asked to fail")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    class Meta:
        verbose_name = "dummy leaflet"
