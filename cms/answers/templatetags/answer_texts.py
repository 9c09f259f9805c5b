"""Texts of the record in the admin's language."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from cms.site.languages import lang_tag
from consultations.models.document import ProvisionKind
from consultations.models.response import Outcome
from consultations.translated import pick

register = template.Library()


@register.filter
def text_for(texts: Mapping[str, str], default: str) -> str:
    """The text in the active language, or the nearest there is."""
    return pick(texts, get_language() or default, default)


@register.filter
def outcome_word(outcome: str) -> str:
    """An outcome's name."""
    return str(Outcome(outcome).label)


@register.filter
def provision_kind(kind: str) -> str:
    """A provision kind's name."""
    return str(ProvisionKind(kind).label)


@register.filter
def html_language(language: str) -> str:
    """The language tag (BCP 47) of one of our codes."""
    return lang_tag(language)


@register.simple_tag(takes_context=True)
def with_cursor(context: dict[str, Any], cursor: str) -> str:
    """The page's query string, at another place of the list."""
    query = context["request"].GET.copy()
    query["cursor"] = cursor
    return str(query.urlencode())
