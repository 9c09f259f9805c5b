"""The way to a page, as its breadcrumb shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.site.texts import LocalText


@dataclass(frozen=True)
class Crumb:
    """One step. Without `url`: the page itself. `language` is that of an institution's words, "" for ours."""

    label: str | Promise
    url: str = ""
    language: str = ""


def crumb(text: LocalText, url: str = "") -> Crumb:
    """A step named by an institution."""
    return Crumb(text, url, text.language)


def consultations_crumb() -> Crumb:
    """The list of consultations."""
    return Crumb(_("Consultations"), reverse("record:consultations"))
