"""The tables of the plugins' pages: one frame for all of them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.inclusion_tag("plugin_admin/table.html", takes_context=True)
def plugin_table(context: Context, rows: Iterable[Any], row: str, label: str, *columns: str) -> dict[str, Any]:
    """A table that scrolls sideways by itself where it is too wide, also by keyboard.

    `row` names the template of one row of `rows`, in `plugin_admin/rows/`; it sees `row` and `back`. `label` names
    the table for who does not see it; `columns` are the headings.
    """
    return {
        "rows": rows,
        "row_template": f"plugin_admin/rows/{row}.html",
        "label": label,
        "columns": columns,
        "back": context.get("back", ""),
        "permitted": context.get("permitted"),
        "csrf_token": context.get("csrf_token"),
    }
