"""Where a page lets plugins add to it: from the name in a template to the extension point and its context.

What a plugin raises ends in the kernel, so a slot is at worst empty.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from consultations import extension_points as points
from plugins.kernel.points import ExtensionPoint
from plugins.kernel.scope import Scope

Slot = tuple[ExtensionPoint[Any, SafeString], Callable[[Any, HttpRequest, str], Any]]


def _header(view: Any, request: HttpRequest, language: str) -> Any:
    return points.ConsultationHeaderContext(
        institution=view.institution.uuid, consultation=view.uuid, language=language, request=request
    )


def _consultation(view: Any, request: HttpRequest, language: str) -> Any:
    return points.ConsultationDiscussionContext(
        institution=view.institution.uuid, consultation=view.uuid, language=language, request=request
    )


def _document(detail: Any, request: HttpRequest, language: str) -> Any:
    return points.DocumentDiscussionContext(
        institution=detail.document.institution.uuid,
        consultation=consultation_read_for(detail),
        document=detail.document.uuid,
        version=detail.version.uuid,
        language=language,
        request=request,
    )


def _submission(view: Any, request: HttpRequest, language: str) -> Any:
    return points.SubmissionPageContext(
        institution=view.institution,
        consultation=view.consultation,
        submission=view.uuid,
        language=language,
        request=request,
    )


def _receipt(view: Any, request: HttpRequest, language: str) -> Any:
    return points.ReceiptPageContext(
        institution=view.institution,
        consultation=view.consultation,
        submission=view.uuid,
        language=language,
        request=request,
    )


def _home(institution: UUID | None, request: HttpRequest, language: str) -> Any:
    return points.HomePageContext(institution=institution, language=language, request=request)


_SLOTS: dict[str, Slot] = {
    "consultation.header": (points.CONSULTATION_HEADER, _header),
    "consultation.discussion": (points.CONSULTATION_DISCUSSION, _consultation),
    "document.discussion": (points.DOCUMENT_DISCUSSION, _document),
    "submission.page": (points.SUBMISSION_PAGE, _submission),
    "receipt.page": (points.RECEIPT_PAGE, _receipt),
    "home.page": (points.HOME_PAGE, _home),
}


def consultation_read_for(detail: Any) -> UUID | None:
    """The consultation a version is read for: the open one about it, else the newest."""
    for consultation in detail.consultations:
        if consultation.state == "open":
            found: UUID = consultation.uuid
            return found
    return detail.consultations[0].uuid if detail.consultations else None


def render(name: str, subject: Any, request: HttpRequest) -> SafeString:
    """The HTML of all active plugins at a slot, one after the other. KeyError for a name that is no slot."""
    point, context_of = _SLOTS[name]
    context = context_of(subject, request, translation.get_language() or "en")
    scope = Scope(institution=context.institution, consultation=getattr(context, "consultation", None))
    return format_html_join("\n", "{}", ((html,) for html in point.dispatch(context, scope)))


def provision_asides(detail: Any, request: HttpRequest) -> dict[UUID, SafeString]:
    """What plugins put beside each provision of a version: {provision uid: HTML}."""
    if not detail.provisions:
        return {}
    consultation = consultation_read_for(detail)
    institution = detail.document.institution.uuid
    context = points.ProvisionAsideContext(
        institution=institution,
        consultation=consultation,
        document=detail.document.uuid,
        version=detail.version.uuid,
        provision_uids=tuple(provision.uid for provision in detail.provisions),
        language=translation.get_language() or "en",
        request=request,
    )
    merged: dict[UUID, SafeString] = points.PROVISION_ASIDE.dispatch(
        context, Scope(institution=institution, consultation=consultation)
    )[0]
    return merged


def submission_footers(
    institution: UUID, consultation: UUID | None, submissions: Iterable[UUID], request: HttpRequest
) -> dict[UUID, SafeString]:
    """What plugins put below each submission on a page: {submission uuid: HTML}."""
    uuids = tuple(submissions)
    if not uuids:
        return {}
    context = points.SubmissionFooterContext(
        institution=institution,
        consultation=consultation,
        submission_uuids=uuids,
        language=translation.get_language() or "en",
        request=request,
    )
    merged: dict[UUID, SafeString] = points.SUBMISSION_FOOTER.dispatch(
        context, Scope(institution=institution, consultation=consultation)
    )[0]
    return merged
