"""One line wherever a page lets plugins speak."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plugins.api.activation import plugin_settings
from plugins.api.extension_points import (
    ConsultationDiscussionContext,
    ConsultationHeaderContext,
    DocumentDiscussionContext,
    HomePageContext,
    ModerationAsideContext,
    ProvisionAsideContext,
    ReceiptPageContext,
    SearchFooterContext,
    SearchResultContext,
    SubmissionFooterContext,
    SubmissionPageContext,
)


def _line(place: str, institution: UUID | None, request: HttpRequest) -> SafeString:
    greeting = plugin_settings("dummy", institution)["greeting"]
    return render_to_string("kuvend_dummy/line.html", {"place": place, "greeting": greeting}, request=request)


def home_page(context: HomePageContext) -> SafeString:
    """A section of a home page."""
    return _line("home.page", context.institution, context.request)


def consultation_header(context: ConsultationHeaderContext) -> SafeString:
    """Under the dates of a consultation."""
    return _line("consultation.header", context.institution, context.request)


def consultation_discussion(context: ConsultationDiscussionContext) -> SafeString:
    """Below a consultation."""
    return _line("consultation.discussion", context.institution, context.request)


def document_discussion(context: DocumentDiscussionContext) -> SafeString:
    """Below a document."""
    return _line("document.discussion", context.institution, context.request)


def provision_asides(context: ProvisionAsideContext) -> dict[UUID, SafeString]:
    """Beside every provision, rendered once for all."""
    line = _line("provision.aside", context.institution, context.request)
    return dict.fromkeys(context.provision_uids, line)


def submission_footers(context: SubmissionFooterContext) -> dict[UUID, SafeString]:
    """Below every submission, rendered once for all."""
    line = _line("submission.footer", context.institution, context.request)
    return dict.fromkeys(context.submission_uuids, line)


def submission_page(context: SubmissionPageContext) -> SafeString:
    """On a submission's own page."""
    return _line("submission.page", context.institution, context.request)


def receipt_page(context: ReceiptPageContext) -> SafeString:
    """On the page that confirms a submission."""
    return _line("receipt.page", context.institution, context.request)


def search_results(context: SearchResultContext) -> dict[str, SafeString]:
    """Below every note among search results, rendered once for all."""
    return dict.fromkeys(context.hits, _line("search.result", context.institution, context.request))


def search_footer(context: SearchFooterContext) -> SafeString:
    """Below the results of a search."""
    return _line("search.footer", context.institution, context.request)


def moderation_aside(context: ModerationAsideContext) -> SafeString:
    """Where a moderator decides on a submission."""
    return _line("moderation.aside", context.institution, context.request)
