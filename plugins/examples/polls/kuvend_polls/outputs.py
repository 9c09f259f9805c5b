"""What polls add to the report on a consultation and to its open data."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kuvend_polls.reading import PollView, published_polls
from plugins.api.extension_points import DatasetContext, ReportContext, ReportSection
from plugins.api.record import ConsultationState, NotFound, consultation_heading
from plugins.api.texts import pick


def report_section(context: ReportContext) -> ReportSection | None:
    """The result of each poll; None where there are none."""
    polls = _public_results(context)
    if not polls:
        return None
    with translation.override(context.language):
        html = render_to_string("kuvend_polls/report.html", {"polls": polls})
        return ReportSection(title=_("Polls"), html=html, data=tuple(_rows(polls, context.language)))


def dataset(context: DatasetContext) -> Iterator[Mapping[str, Any]]:
    """One row for each choice of each poll."""
    return _rows(_public_results(context), context.language)


def _public_results(context: ReportContext | DatasetContext) -> list[PollView]:
    """The polls whose result anybody may see now."""
    try:
        heading = consultation_heading(context.consultation)
    except NotFound:
        return []
    polls = published_polls(
        context.consultation,
        is_open=heading.consultation.state == ConsultationState.OPEN,
        language=heading.institution.default_language,
    )
    return [poll for poll in polls if poll.result_is_public]


def _rows(polls: list[PollView], language: str) -> Iterator[dict[str, Any]]:
    for poll in polls:
        for choice in poll.choices:
            yield {
                "poll": str(poll.uuid),
                "question": pick(poll.questions, language, poll.language),
                "choice": str(choice.uuid),
                "answer": pick(choice.labels, language, poll.language),
                "people": choice.answers,
            }
