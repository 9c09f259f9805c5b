"""`{% load threads %}`: what stands below a contribution in a thread."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plugins.bundled.threads.reading import Row
from plugins.bundled.threads.visiting import visitor_of

register = template.Library()


@register.simple_tag(takes_context=True)
def controls(context: template.Context, row: Row) -> SafeString:
    """`{% controls item.row as footer %}`: support, reply, and the way to the replies."""
    return controls_for(context["request"], row)


def controls_for(request: HttpRequest, row: Row) -> SafeString:
    """The same for a slot."""
    visitor = visitor_of(request)
    is_open = visitor.finds_open(row.consultation)
    shown: dict[str, Any] = {"row": row, "is_open": is_open, "page_url": request.get_full_path()}
    if is_open:
        shown["may_support"] = visitor.may_support
        shown["sign_in_url"] = visitor.sign_in_url(f"s-{row.submission}")
    return render_to_string("threads/controls.html", shown, request)
