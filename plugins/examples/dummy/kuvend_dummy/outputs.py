"""What of the notes leaves the house: in reports, as open data, as notices."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string

from kuvend_dummy.models import Note
from plugins.api.extension_points import DatasetContext, Notice, ReportContext, ReportSection


def report_section(context: ReportContext) -> ReportSection:
    """How many notes there are on the consultation."""
    count = Note.objects.filter(consultation=context.consultation).count()
    html = render_to_string("kuvend_dummy/line.html", {"place": "report.section", "greeting": str(count)})
    return ReportSection(title="Dummy notes", html=html, data=({"notes": count},))


def notes(context: DatasetContext) -> Iterator[Mapping[str, Any]]:
    """Each note on the consultation, the oldest first; read as it is written."""
    for note in Note.objects.filter(consultation=context.consultation).order_by("pk").iterator():
        yield {"word": note.word, "at": note.at}


def note_notice(notice: Notice) -> None:
    """A channel that brings notices to nobody; it may be told twice, so it looks before it writes."""
    Note.objects.get_or_create(
        institution=notice.institution, consultation=notice.consultation, word=f"told {notice.kind}"
    )
