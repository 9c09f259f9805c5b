"""What the blocks' templates need."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from consultations.texts.sanitising import sanitise_html

register = template.Library()


@register.filter
def clean_richtext(value: Any) -> SafeString:
    """Rich text with its links resolved. Translators type HTML: only what an editor could write comes through."""
    return mark_safe(sanitise_html(expand_db_html(value.source)))  # noqa: S308  sanitised just here
