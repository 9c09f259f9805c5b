"""The record: what comes in, what happens, what goes out, what the worker does."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import format_html

from kuvend_broken.misbehaving import misbehave
from kuvend_broken.models import Trace
from plugins.api.events import RecordEvent
from plugins.api.extension_points import (
    DatasetContext,
    Notice,
    ReportContext,
    ReportSection,
    SubmissionCheckContext,
    SubmissionField,
    SubmissionFieldsContext,
    TaskContext,
    Verdict,
)
from plugins.api.tasks import enqueue


def fields(context: SubmissionFieldsContext) -> list[SubmissionField]:
    """A field of the form."""
    word = SubmissionField(name="word", kind="text", label="Broken's word")
    return misbehave(context.institution, context, lambda: [word], [word, "no field"])


def check(context: SubmissionCheckContext) -> Verdict:
    """A check that lets everything pass."""
    return misbehave(context.institution, context, Verdict.accept, True)


def hear(event: RecordEvent) -> None:
    """In the transaction of an event."""
    return misbehave(event.institution, event, lambda: _leave("heard", event), "nothing is answered here")


def hear_later(event: RecordEvent) -> None:
    """After the commit."""
    return misbehave(event.institution, event, lambda: _leave("heard later", event), "nothing is answered here")


def notify(notice: Notice) -> None:
    """A way to bring notices to people."""
    return misbehave(notice.institution, notice, lambda: _leave("notified", notice), "nothing is answered here")


def periodic(context: TaskContext) -> None:
    """Now and then."""
    return misbehave(context.institution, context, lambda: _leave("periodic", context), "nothing is answered here")


def background(context: TaskContext) -> None:
    """When it was asked for."""
    return misbehave(
        context.institution, context, lambda: _leave("background", context), "nothing is answered here"
    )


def ask_for_background(institution: Any) -> None:
    """Have the worker do the background task."""
    enqueue(plugin="broken", name="background", institution=institution)


def report_section(context: ReportContext) -> ReportSection:
    """A section of the report."""
    section = ReportSection(title="Broken", html=format_html("<p>{}</p>", "broken works in the report"))
    return misbehave(context.institution, context, lambda: section, "<p>no section</p>")


def dataset(context: DatasetContext) -> Iterator[Mapping[str, Any]]:
    """A data set of two rows, which fails between them."""
    yield {"word": "first"}
    yield misbehave(context.institution, context, lambda: {"word": "second"}, {"another": "column"})


def _leave(word: str, context: Any) -> None:
    Trace.objects.create(institution=context.institution, word=word)
