"""Page slots: where plugins add to a page of the public site.

Handlers return safe HTML (`django.utils.safestring.SafeString`, as `render_to_string` does): a plain `str` is
a failure, so that nobody's text becomes markup by mistake. `PROVISION_ASIDE` and `SUBMISSION_FOOTER` are
asked once for a whole page, so that the number of queries does not grow with it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from plugins.kernel.points import Combine, ExtensionPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationHeaderContext:
    """The head of a consultation's page."""

    institution: UUID
    consultation: UUID
    language: str
    request: HttpRequest


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


CONSULTATION_HEADER: ExtensionPoint[ConsultationHeaderContext, SafeString] = ExtensionPoint(
    "consultation.header",
    ConsultationHeaderContext,
    SafeString,
    options=frozenset(),
    doc="Under the title and the dates of a consultation, above its description.",
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
