"""The admin: columns, bulk actions and panels beside those of the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from plugins.kernel.points import Combine, ExtensionPoint, Timing

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
    """What came of it, told to who did it; `is_error` for a refusal, with nothing done.

    TypeError for a message that is no text.
    """

    message: str
    is_error: bool = False

    def __post_init__(self) -> None:
        # Here, in the handler, so that what cannot be told is undone.
        if not isinstance(self.message, str | Promise):
            raise TypeError(f"the message is a text, not {type(self.message).__name__}")
        object.__setattr__(self, "message", str(self.message))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminDashboardContext:
    """The first page of the admin, for all institutions where the person works and the plugin is on.

    The operator works in every institution.
    """

    institutions: tuple[UUID, ...]
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationAsideContext:
    """The page on which a moderator decides on one submission, which may not be public yet."""

    institution: UUID
    consultation: UUID
    submission: UUID
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PageButtonContext:
    """A page of the site in its editor, open to somebody who may edit it. `page` is its primary key.

    `institution` is None for a page of the portal, `consultation` for all but the page of a consultation.
    """

    institution: UUID | None
    consultation: UUID | None
    page: int
    language: str


def check_label(options: Mapping[str, Any]) -> None:
    """ValueError unless the options say what a thing is called, in English at least."""
    label = options.get("label")
    if not isinstance(label, Mapping) or not label.get("en"):
        raise ValueError(f'label: must be a mapping with an "en" text, got {label!r}')


ADMIN_COLUMN: ExtensionPoint[AdminRowsContext, dict[UUID, SafeString]] = ExtensionPoint(
    "admin.column",
    AdminRowsContext,
    dict[UUID, SafeString],
    combine=Combine.MERGE,
    options=frozenset({"list", "label", "permission"}),
    doc="""A column of a list of the admin (`options["list"]`: submissions or consultations) under the heading
    `options["label"]` (language code → text): a mapping from uuid to HTML, for all rows at once. With
    `options["permission"]`, one that the manifest declares, only for people who hold it. A handler that fails
    leaves its column empty.""",
)
ADMIN_BULK_ACTION: ExtensionPoint[BulkActionContext, BulkActionResult] = ExtensionPoint(
    "admin.bulk_action",
    BulkActionContext,
    BulkActionResult,
    timing=Timing.IN_TRANSACTION,
    options=frozenset({"list", "label", "permission", "icon"}),
    doc="""Something to do with the ticked rows of a list of the admin (`options["list"]`: submissions or
    consultations), under the name `options["label"]` (language code → text). Offered to people who hold
    `options["permission"]`, which the manifest declares, and done after they confirmed it. It is all or nothing:
    what a handler wrote is undone if it raises, or answers with `is_error`.""",
)
ADMIN_DASHBOARD: ExtensionPoint[AdminDashboardContext, SafeString] = ExtensionPoint(
    "admin.dashboard",
    AdminDashboardContext,
    SafeString,
    options=frozenset({"label", "permission"}),
    doc="""A panel of the admin's first page, under the heading `options["label"]` (language code → text), else the
    plugin's name. With `options["permission"]`, one that the manifest declares, only for the institutions where
    the person holds it. No panel where the handler has nothing to say.""",
)
ADMIN_PAGE_BUTTON: ExtensionPoint[PageButtonContext, str] = ExtensionPoint(
    "admin.page_button",
    PageButtonContext,
    str,
    options=frozenset({"label", "icon", "permission"}),
    check_options=check_label,
    doc="""A button in the menu of the page editor, under the name `options["label"]` (language code → text) and
    with Wagtail's icon `options["icon"]`: the address it leads to, such as a view that the plugin contributes at
    `admin.views`, which has to ask for itself who may see it. Offered to people who may edit the page; with
    `options["permission"]`, one that the manifest declares, only to those of them who hold it. No button where the
    handler has nothing to say.""",
)
MODERATION_ASIDE: ExtensionPoint[ModerationAsideContext, SafeString] = ExtensionPoint(
    "moderation.aside",
    ModerationAsideContext,
    SafeString,
    options=frozenset({"label"}),
    doc="""A panel on the page where a moderator decides on a submission, under the heading `options["label"]`
    (language code → text): what helps to judge it. `plugins.api.moderation.moderated_submission` reads what it
    says, public or not.""",
)
