"""Pages."""

from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kuvend_broken.misbehaving import misbehave
from plugins.api.extension_points import (
    AdminDashboardContext,
    AdminRowsContext,
    ConsultationDiscussionContext,
    ConsultationHeaderContext,
    DocumentDiscussionContext,
    HomePageContext,
    ProvisionAsideContext,
    ReceiptPageContext,
    SubmissionFooterContext,
    SubmissionPageContext,
)

NO_HTML = "<script>alert('broken')</script>"


def _line(place: str) -> SafeString:
    return format_html('<p data-broken="{}">broken works at {}</p>', place, place)


def _slot(context: Any, place: str) -> SafeString:
    return misbehave(context.institution, context, lambda: _line(place), NO_HTML)


def _each(context: Any, place: str, keys: tuple[UUID, ...]) -> dict[UUID, SafeString]:
    return misbehave(
        context.institution, context, lambda: dict.fromkeys(keys, _line(place)), dict.fromkeys(keys, NO_HTML)
    )


def home_page(context: HomePageContext) -> SafeString:
    """A section of a home page."""
    return _slot(context, "home.page")


def consultation_header(context: ConsultationHeaderContext) -> SafeString:
    """The head of a consultation."""
    return _slot(context, "consultation.header")


def consultation_discussion(context: ConsultationDiscussionContext) -> SafeString:
    """Below a consultation."""
    return _slot(context, "consultation.discussion")


def document_discussion(context: DocumentDiscussionContext) -> SafeString:
    """Below a document."""
    return _slot(context, "document.discussion")


def provision_asides(context: ProvisionAsideContext) -> dict[UUID, SafeString]:
    """Beside every provision."""
    return _each(context, "provision.aside", context.provision_uids)


def submission_footers(context: SubmissionFooterContext) -> dict[UUID, SafeString]:
    """Below every submission."""
    return _each(context, "submission.footer", context.submission_uuids)


def submission_page(context: SubmissionPageContext) -> SafeString:
    """On a submission's own page."""
    return _slot(context, "submission.page")


def receipt_page(context: ReceiptPageContext) -> SafeString:
    """On the page that confirms a submission."""
    return _slot(context, "receipt.page")


def admin_dashboard(context: AdminDashboardContext) -> SafeString:
    """A panel of the admin's first page."""
    place = "admin.dashboard"
    return misbehave(context.institutions[0], context, lambda: _line(place), NO_HTML)


def admin_column(context: AdminRowsContext) -> dict[UUID, SafeString]:
    """A column of a list of the admin."""
    return _each(context, "admin.column", context.uuids)
