"""`{% load threads %}`: what stands below a contribution in a thread."""

from django import template
from django.utils.safestring import SafeString

from plugins.bundled.threads.controls import controls_of
from plugins.bundled.threads.reading import Row

register = template.Library()


@register.simple_tag(takes_context=True)
def controls(context: template.Context, row: Row) -> SafeString:
    """`{% controls item.row as footer %}`: support, reply, and the way to the replies."""
    return controls_of(context["request"]).below(row)
