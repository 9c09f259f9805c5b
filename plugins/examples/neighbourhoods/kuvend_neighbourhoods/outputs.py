"""What neighbourhoods add to the report on a consultation and to its open data."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kuvend_neighbourhoods.summary import Count, counts_of
from plugins.api.extension_points import DatasetContext, ReportContext, ReportSection
from plugins.api.texts import pick


def report_section(context: ReportContext) -> ReportSection | None:
    """The table of settlements; nothing where no contribution says where it comes from."""
    counts = counts_of(context.consultation)
    if not counts:
        return None
    with translation.override(context.language):
        shown = {"counts": counts, "total": sum(count.contributions for count in counts)}
        html = render_to_string("kuvend_neighbourhoods/table.html", shown)
        return ReportSection(title=_("By settlement"), html=html, data=tuple(_rows(counts, context.language)))


def dataset(context: DatasetContext) -> Iterator[Mapping[str, Any]]:
    """One row for each settlement that something came from."""
    return _rows(counts_of(context.consultation), context.language)


def _rows(counts: Iterable[Count], language: str) -> Iterator[dict[str, Any]]:
    for count in counts:
        yield {
            "code": count.code,
            "settlement": pick(count.names, language),
            "contributions": count.contributions,
        }
