"""Cells of plugins' columns in the admin's lists."""

from collections.abc import Iterable
from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from cms.answers.contributed import Column

register = template.Library()


@register.filter
def cells_for(columns: Iterable[Column], uuid: UUID) -> list[SafeString]:
    """What each column has for a row, in the columns' order."""
    return [column.cells.get(uuid, SafeString("")) for column in columns]
