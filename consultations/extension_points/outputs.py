"""What leaves the house: reports, open data, notices."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString

from plugins.kernel.points import ExtensionPoint, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """The report on a consultation, in one language."""

    institution: UUID
    consultation: UUID
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section of the report. `data` is the same as rows for the report's JSON: no personal data.

    TypeError for HTML that is not marked as safe, and for data that is no JSON.
    """

    title: str
    html: SafeString
    data: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        # Here, in the handler, so that a mistake costs the section and not the report.
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
    """A notice in one language, as plain text."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something public that people may want to hear of: a consultation opened, closes soon, was answered.

    `kind` is that of the record's event; `texts` has one entry a language of the institution; `path` is the
    address below the language prefix; `event` is the same for the same event, however often it is delivered.
    """

    event: str
    kind: str
    institution: UUID
    consultation: UUID
    texts: Mapping[str, NoticeText] = field(default_factory=dict)
    path: str = ""


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
    column to value. Public data only.""",
)
NOTIFICATION_CHANNEL: ExtensionPoint[Notice, None] = ExtensionPoint(
    "notification.channel",
    Notice,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset(),
    doc="""A way to bring notices to people: a messenger, an SMS gateway, a web hook. Told by the worker, at
    least once; one that fails is tried again with growing pauses.""",
)
