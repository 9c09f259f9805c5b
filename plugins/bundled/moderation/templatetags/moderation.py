"""`{% load moderation %}`: codes and texts in several languages, as moderators read them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from plugins.api.texts import pick
from plugins.bundled.moderation.words import language_tag

register = template.Library()


@register.filter
def in_interface_language(texts: Mapping[str, str] | None, default: str = "en") -> str:
    """`{{ titles|in_interface_language:"mk" }}`: the nearest language to the interface's."""
    return pick(texts or {}, get_language() or default, default)


@register.filter
def named(names: Mapping[Any, Any], key: Any) -> Any:
    """`{{ names|named:uuid }}`: the name of a thing; the key itself where it has none."""
    return names.get(key, key)


@register.simple_tag
def spoken_in(code: str) -> SafeString:
    """`<p{% spoken_in submission.language %}>`: the `lang` attribute."""
    return format_html(' lang="{}"', language_tag(code)) if code else SafeString("")
