"""What leaves the house: reports, open data, notices."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from consultations.events import RecordEvent
from plugins.kernel.points import ExtensionPoint, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """The report on a consultation, in one language."""

    institution: UUID
    consultation: UUID
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section of the report, in the language of the context. Its headings begin at `h3`.

    `data` is the same as rows for the report's JSON: no personal data. TypeError for a title that is no text,
    for HTML that is not marked as safe, and for data that is no JSON.
    """

    title: str
    html: SafeString
    data: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        # Here, in the handler, so that a mistake costs the section and not the report.
        if not isinstance(self.title, str | Promise):
            raise TypeError(f"a report section's title is a text, not {type(self.title).__name__}")
        object.__setattr__(self, "title", str(self.title))  # a lazy text that fails, fails here too
        if not isinstance(self.html, SafeString):
            raise TypeError(f"a report section's html is a SafeString, not {type(self.html).__name__}")
        if not isinstance(self.data, list | tuple):
            raise TypeError(f"a report section's data is a tuple of rows, not {type(self.data).__name__}")
        json.dumps(self.data, cls=DjangoJSONEncoder, allow_nan=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetContext:
    """A consultation whose data somebody downloads."""

    institution: UUID
    consultation: UUID
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """A notice in one language, as plain text, and the whole address of the page to read on at."""

    subject: str
    body: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something public that people may want to hear of: a consultation opened, closes soon, was answered; a
    version of a document was published (`document` and `version` instead of `consultation`).

    `kind` is that of the record's event; `texts` has one entry a language of the institution, its default
    first, each with `subject`, `body` (plain text) and `url`; `path` is the address below the language prefix;
    `event` is the same for the same event, however often it is delivered.
    """

    event: str
    kind: str
    institution: UUID
    consultation: UUID | None = None
    document: UUID | None = None
    version: UUID | None = None
    texts: Mapping[str, NoticeText] = field(default_factory=dict)
    path: str = ""


IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def _check_dataset(options: Mapping[str, Any]) -> None:
    """ValueError unless the options tell name, columns and label of a data set."""
    name, columns, label = (options.get(key) for key in ("name", "columns", "label"))
    if not isinstance(name, str) or not IDENTIFIER.fullmatch(name):
        raise ValueError(f"name is a word of small letters, digits and underscores, not {name!r}")
    if not isinstance(columns, list | tuple) or not columns:
        raise ValueError(f"columns is a list of names, not {columns!r}")
    if wrong := [column for column in columns if not isinstance(column, str) or not IDENTIFIER.fullmatch(column)]:
        raise ValueError(f"columns are words of small letters, digits and underscores, not {wrong[0]!r}")
    if len(set(columns)) < len(columns):
        raise ValueError("columns names one twice")
    if not isinstance(label, Mapping) or not label or not all(isinstance(text, str) for text in label.values()):
        raise ValueError(f"label maps languages to texts, not {label!r}")


REPORT_SECTION: ExtensionPoint[ReportContext, ReportSection] = ExtensionPoint(
    "report.section",
    ReportContext,
    ReportSection,
    options=frozenset(),
    doc="A section of the report on a consultation, after the record's own.",
)
EXPORT_DATASET: ExtensionPoint[DatasetContext, Iterable[Mapping[str, Any]]] = ExtensionPoint(
    "export.dataset",
    DatasetContext,
    None,
    options=frozenset({"name", "columns", "label"}),
    doc="""An open-data set of a consultation, downloaded as CSV or JSON. `options["columns"]` names the columns,
    `options["label"]` maps language codes to its title; the handler returns an iterable of rows, mappings from
    column to value, and may be a generator: no row is kept in memory. They are written to the end before
    anything is sent; where that fails the answer is 503, never half a file. Public data only: everybody may
    have it, for good.""",
    check_options=_check_dataset,
)


def _notice(payload: dict[str, Any]) -> Notice | None:
    from consultations.outputs.notices import notice_of  # which reads the record, and names this module

    return notice_of(RecordEvent.from_payload(payload))


NOTIFICATION_CHANNEL: ExtensionPoint[Notice, None] = ExtensionPoint(
    "notification.channel",
    Notice,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset(),
    decode=_notice,
    doc="""A way to bring notices to people: a messenger, an SMS gateway, a web hook. Told by the worker of
    consultations that were scheduled, opened, close soon, closed or were answered, and of published versions;
    at least once, so `Notice.event` tells a repetition. A channel that fails is tried again with growing
    pauses, alone, and after eight times left for an operator to look at. What is no longer true by then (a
    consultation that was cancelled, or has closed since) is not told.""",
)
