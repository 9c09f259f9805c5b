"""The admin: columns, bulk actions and panels beside those of the platform."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from plugins.kernel.points import Combine, ExtensionPoint

ADMIN_LISTS = ("submissions", "consultations")
"""The lists of the admin that take columns and bulk actions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminRowsContext:
    """Rows of a list of the admin, all of one institution."""

    list: str
    institution: UUID
    uuids: tuple[UUID, ...]
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkActionContext:
    """What somebody ticked in a list of the admin, and is allowed to act on; all of one institution."""

    list: str
    institution: UUID
    uuids: tuple[UUID, ...]
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkActionResult:
    """What came of it, told to who did it; `is_error` for a refusal, with nothing done."""

    message: str
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminDashboardContext:
    """The first page of the admin, for one institution where the person works."""

    institution: UUID
    language: str
    request: HttpRequest


ADMIN_COLUMN: ExtensionPoint[AdminRowsContext, dict[UUID, SafeString]] = ExtensionPoint(
    "admin.column",
    AdminRowsContext,
    dict[UUID, SafeString],
    combine=Combine.MERGE,
    options=frozenset({"list", "label"}),
    doc="""A column of a list of the admin (`options["list"]`: submissions or consultations) under the heading
    `options["label"]`: a mapping from uuid to HTML, for all rows at once.""",
)
ADMIN_BULK_ACTION: ExtensionPoint[BulkActionContext, BulkActionResult] = ExtensionPoint(
    "admin.bulk_action",
    BulkActionContext,
    BulkActionResult,
    options=frozenset({"list", "label", "permission", "icon"}),
    doc="""Something to do with the ticked rows of a list of the admin (`options["list"]`). Offered to people who
    hold `options["permission"]`, a permission that the manifest declares.""",
)
ADMIN_DASHBOARD: ExtensionPoint[AdminDashboardContext, SafeString] = ExtensionPoint(
    "admin.dashboard",
    AdminDashboardContext,
    SafeString,
    options=frozenset(),
    doc="A panel of the admin's first page.",
)
