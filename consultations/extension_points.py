"""What the core offers to plugins: each point, what its handlers are given, and what they return.

Contexts are frozen and carry identifiers; a handler reads what it needs through `plugins.api.record`.
Slot handlers return safe HTML (`django.utils.safestring.SafeString`, as `render_to_string` does): a plain
`str` is a failure, so that nobody's text becomes markup by mistake. `PROVISION_ASIDE` and
`SUBMISSION_FOOTER` are asked once for a whole page, so that the number of queries does not grow with it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from consultations.events import RecordEvent
from plugins.kernel.points import Combine, ExtensionPoint, OnFailure, Timing
from plugins.kernel.urls import ADMIN_MENU, ADMIN_VIEWS, API_ROUTES, SITE_URLS
from plugins.kernel.verdicts import Verdict

__all__ = [
    "ADMIN_MENU",
    "ADMIN_VIEWS",
    "API_ROUTES",
    "CONSULTATION_DISCUSSION",
    "DOCUMENT_DISCUSSION",
    "HOME_PAGE",
    "PROVISION_ASIDE",
    "RECEIPT_PAGE",
    "RECORD_EVENT",
    "RECORD_EVENT_COMMITTED",
    "SEARCH_SOURCE",
    "SITE_URLS",
    "SUBMISSION_CHECK",
    "SUBMISSION_FOOTER",
    "SUBMISSION_PAGE",
    "ConsultationDiscussionContext",
    "DocumentDiscussionContext",
    "HomePageContext",
    "ProvisionAsideContext",
    "ReceiptPageContext",
    "SubmissionCheckContext",
    "SubmissionFooterContext",
    "SubmissionPageContext",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionCheckContext:
    """What somebody sends in, before it is public.

    Asked when it is sent (`verified` False for a guest whose e-mail is not yet confirmed: the person is
    still at the keyboard, so this is the moment to refuse) and again when the guest confirms: then there is
    nobody to refuse, and a refusal holds. `participant` tells whether two came from one sender, no more.
    """

    institution: UUID
    consultation: UUID
    submission: UUID
    participant: UUID
    text: str
    language: str
    channel: str
    verified: bool
    version: UUID | None = None
    provision_uid: UUID | None = None
    parent: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationDiscussionContext:
    """A consultation's page."""

    institution: UUID
    consultation: UUID
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDiscussionContext:
    """The page of one version of a document; `consultation` is the one it is read for, if any."""

    institution: UUID
    consultation: UUID | None
    document: UUID
    version: UUID
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionAsideContext:
    """All provisions of a version that a page shows."""

    institution: UUID
    consultation: UUID | None
    document: UUID
    version: UUID
    provision_uids: tuple[UUID, ...]
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFooterContext:
    """All submissions of one institution that a page shows; `consultation` None where they are of several."""

    institution: UUID
    consultation: UUID | None
    submission_uuids: tuple[UUID, ...]
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionPageContext:
    """The permanent page of one submission."""

    institution: UUID
    consultation: UUID
    submission: UUID
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPageContext:
    """The page a person sees after sending a submission, and the private page that follows it."""

    institution: UUID
    consultation: UUID
    submission: UUID
    language: str
    request: HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePageContext:
    """The home page of an institution, or of the portal (`institution` None)."""

    institution: UUID | None
    language: str
    request: HttpRequest


RECORD_EVENT: ExtensionPoint[RecordEvent, None] = ExtensionPoint(
    "record.event",
    RecordEvent,
    None,
    timing=Timing.IN_TRANSACTION,
    options=frozenset(),
    doc="""Something happened in the record; the handler runs in the transaction that wrote it and may write
    rows of its own plugin, which then exist exactly if the event does. Keep it short and local: no mail, no
    network. Several events of one transaction come in their order.""",
)
RECORD_EVENT_COMMITTED: ExtensionPoint[RecordEvent, None] = ExtensionPoint(
    "record.event_committed",
    RecordEvent,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset(),
    doc="""The same events, told by the worker once they are safely stored: the place for mail and network.
    At least once, so a handler must bear hearing one twice; mostly in order.""",
)
SUBMISSION_CHECK: ExtensionPoint[SubmissionCheckContext, Verdict] = ExtensionPoint(
    "submission.check",
    SubmissionCheckContext,
    Verdict,
    combine=Combine.VETO,
    timing=Timing.IN_TRANSACTION,
    on_failure=OnFailure.HOLD,
    options=frozenset(),
    doc="""May this be public? `Verdict.accept()`, `Verdict.hold("reason_code")` for a moderator to look at, or
    `Verdict.refuse("message for the person")`. The heaviest verdict of all checks counts; a check that raises
    holds.""",
)
CONSULTATION_DISCUSSION: ExtensionPoint[ConsultationDiscussionContext, SafeString] = ExtensionPoint(
    "consultation.discussion",
    ConsultationDiscussionContext,
    SafeString,
    options=frozenset(),
    doc="What people said on the whole of a consultation, below its description.",
)
DOCUMENT_DISCUSSION: ExtensionPoint[DocumentDiscussionContext, SafeString] = ExtensionPoint(
    "document.discussion",
    DocumentDiscussionContext,
    SafeString,
    options=frozenset(),
    doc="What people said on the whole of a document, below its last provision.",
)
PROVISION_ASIDE: ExtensionPoint[ProvisionAsideContext, dict[UUID, SafeString]] = ExtensionPoint(
    "provision.aside",
    ProvisionAsideContext,
    dict[UUID, SafeString],
    combine=Combine.MERGE,
    options=frozenset(),
    doc="""Beside each provision: a mapping from provision uid to HTML, for all of the page at once. Leave out
    the provisions you have nothing for.""",
)
SUBMISSION_FOOTER: ExtensionPoint[SubmissionFooterContext, dict[UUID, SafeString]] = ExtensionPoint(
    "submission.footer",
    SubmissionFooterContext,
    dict[UUID, SafeString],
    combine=Combine.MERGE,
    options=frozenset(),
    doc="""Below each submission, wherever it is shown: a mapping from submission uuid to HTML, for all of the
    page at once.""",
)
SUBMISSION_PAGE: ExtensionPoint[SubmissionPageContext, SafeString] = ExtensionPoint(
    "submission.page",
    SubmissionPageContext,
    SafeString,
    options=frozenset(),
    doc="On the permanent page of a submission, below it: replies, history, what else belongs to it.",
)
RECEIPT_PAGE: ExtensionPoint[ReceiptPageContext, SafeString] = ExtensionPoint(
    "receipt.page",
    ReceiptPageContext,
    SafeString,
    options=frozenset(),
    doc="On the page that confirms a submission and the private page that follows it.",
)
HOME_PAGE: ExtensionPoint[HomePageContext, SafeString] = ExtensionPoint(
    "home.page",
    HomePageContext,
    SafeString,
    options=frozenset(),
    doc="A section of the home page of an institution or of the portal.",
)
SEARCH_SOURCE: ExtensionPoint[RecordEvent, object] = ExtensionPoint(
    "search.source",
    RecordEvent,
    object,
    timing=Timing.START,
    options=frozenset(),
    doc="""Something that can be found by search. The handler is a search source object as `plugins.api.search`
    describes it; it is collected at start-up.""",
)
