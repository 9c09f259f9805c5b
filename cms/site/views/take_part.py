"""Sending a contribution. Whatever goes wrong, what a person typed is handed back to them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.site.crumbs import Crumb, consultations_crumb, crumb
from cms.site.forms import TakePartForm, new_key
from cms.site.texts import local_text
from cms.site.views.consultations import consultation_or_404
from consultations.api.clients import client_of
from consultations.errors import (
    ConsultationNotOpen,
    ConsultationUnknown,
    IdempotencyMismatch,
    NotFound,
    SubmissionRefused,
)
from consultations.extension_points.submissions import SubmissionFieldsContext
from consultations.form_fields.declaring import Asked, asked_fields
from consultations.languages import SUBMISSION_LANGUAGES
from consultations.limits import TooManyMails
from consultations.selectors.documents import version_by_uuid
from consultations.selectors.submissions import submission_public
from consultations.selectors.views import ConsultationView, ProvisionView, SubmissionView, VersionView
from consultations.services.submit import Account, Author, Guest, submit
from consultations.states import ConsultationState

#: States of which the record's refusal speaks without speaking of a text.
_WITHOUT_TEXT = frozenset({ConsultationState.PLANNED, ConsultationState.CANCELLED})


@dataclass(frozen=True)
class Subject:
    """What a contribution will be about: all empty for the whole consultation."""

    version: VersionView | None = None
    provision: ProvisionView | None = None
    parent: SubmissionView | None = None

    def arguments(self) -> dict[str, Any]:
        """Uuids for `submit`; a reply is about what its parent is about."""
        if self.parent:
            return {"parent_uuid": self.parent.uuid}
        return {
            "version_uuid": self.version.uuid if self.version else None,
            "provision_uid": self.provision.uid if self.provision else None,
        }


@never_cache
@csrf_protect
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form, and what is sent with it. A stored contribution leads to its receipt."""
    consultation = consultation_or_404(request, uuid)
    if request.method == "POST":
        return _send(request, consultation)
    if not consultation.is_open:
        return not_open(request, consultation, text="", status=200)
    subject = subject_of(request, consultation)
    if subject is None:
        raise Http404
    return _form_page(request, consultation, subject, _blank_form(request, consultation, subject))


def reshow_expired(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form again, filled as it was posted, after its protection had expired."""
    consultation = consultation_or_404(request, uuid)
    if not consultation.is_open:
        return not_open(request, consultation, text=request.POST.get("text", ""), status=409)
    notice = _(
        "This form was open for a long time and was not sent. Please send it again: all you typed is still here."
    )
    subject = subject_of(request, consultation) or Subject()
    form = _form(request, consultation, subject)
    return _form_page(request, consultation, subject, form, status=403, notice=notice)


def _send(request: HttpRequest, consultation: ConsultationView) -> HttpResponse:
    subject = subject_of(request, consultation)
    form = _form(request, consultation, subject or Subject())
    if subject is None:
        form.add_error(
            None, _("The part you wrote about is not in this consultation. Send your text on the whole of it.")
        )
        return _form_page(request, consultation, Subject(), form, status=400)
    if not form.is_valid():
        return _form_page(request, consultation, subject, form, status=400)
    try:
        submitted = submit(
            consultation_uuid=consultation.uuid,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            author=_author(request, form.cleaned_data),
            idempotency_key=form.cleaned_data["idempotency_key"] or None,
            channel="site",
            fields=form.entered,
            client=client_of(request),
            **subject.arguments(),
        )
    except ConsultationNotOpen as refusal:
        return not_open(request, consultation, text=request.POST.get("text", ""), refusal=refusal, status=409)
    except ConsultationUnknown:
        raise Http404 from None
    except IdempotencyMismatch:
        form.renew_key()
        form.add_error(
            None, _("You have already sent another text with this form. Send this one as a further contribution?")
        )
        return _form_page(request, consultation, subject, form, status=409)
    except TooManyMails as refusal:
        form.refuse(refusal)
        return _form_page(request, consultation, subject, form, status=429)
    except SubmissionRefused as refusal:
        form.refuse(refusal)
        return _form_page(request, consultation, subject, form, status=400)
    return HttpResponseRedirect(reverse("record:receipt", args=[submitted.follow_token]))


def _author(request: HttpRequest, data: dict[str, Any]) -> Author:
    names = {"display_name": data["name"], "organisation": data["organisation"]}
    if request.user.is_authenticated:
        return Account(user_id=request.user.pk, **names)
    return Guest(email=data["email"], interface_language=translation.get_language() or "", **names)


def _form(request: HttpRequest, consultation: ConsultationView, subject: Subject) -> TakePartForm:
    """The form as it was posted."""
    return TakePartForm(request.POST, signed_in=request.user.is_authenticated, asked=_asked(consultation, subject))


def _asked(consultation: ConsultationView, subject: Subject) -> Asked:
    """What plugins ask of who writes about this; a reply is asked in its parent's place."""
    parent, version, provision = subject.parent, subject.version, subject.provision
    place = (
        {"parent": parent.uuid, "version": parent.version, "provision_uid": parent.provision_uid}
        if parent
        else {"version": version and version.uuid, "provision_uid": provision and provision.uid}
    )
    return asked_fields(
        SubmissionFieldsContext(
            institution=consultation.institution.uuid,
            consultation=consultation.uuid,
            language=translation.get_language() or "en",
            **place,
        )
    )


def _blank_form(request: HttpRequest, consultation: ConsultationView, subject: Subject) -> TakePartForm:
    language = translation.get_language() or "en"
    initial = {"idempotency_key": new_key(), "language": language if language in SUBMISSION_LANGUAGES else "en"}
    if request.user.is_authenticated:
        initial["name"] = request.user.get_full_name()
    signed_in = request.user.is_authenticated
    return TakePartForm(initial=initial, signed_in=signed_in, asked=_asked(consultation, subject))


def subject_of(request: HttpRequest, consultation: ConsultationView) -> Subject | None:
    """What the address says the contribution is about; None if that is not in this consultation."""
    try:
        asked = {
            name: UUID(value) for name in ("version", "provision", "parent") if (value := request.GET.get(name))
        }
    except ValueError:
        return None
    if parent := asked.get("parent"):
        return _reply(parent, consultation)
    if not asked:
        return Subject()
    versions = {version.uuid: version for version in consultation.versions}
    if "version" in asked and asked["version"] not in versions:
        return None
    if "provision" not in asked:
        return Subject(version=versions[asked["version"]])
    candidates = [versions[asked["version"]]] if "version" in asked else consultation.versions
    return next((found for v in candidates if (found := _provision(v, asked["provision"]))), None)


def _provision(version: VersionView, uid: UUID) -> Subject | None:
    detail = version_by_uuid(version.uuid, language=translation.get_language() or "en")
    provision = next((p for p in detail.provisions if p.uid == uid), None)
    return Subject(version=version, provision=provision) if provision else None


def _reply(parent: UUID, consultation: ConsultationView) -> Subject | None:
    try:
        submission = submission_public(parent)
    except NotFound:
        return None
    if submission.consultation != consultation.uuid or not submission.is_published:
        return None
    return Subject(parent=submission)


def _form_page(
    request: HttpRequest,
    consultation: ConsultationView,
    subject: Subject,
    form: TakePartForm,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "form": form,
        "form_action": request.get_full_path(),
        "notice": notice,
        "version": subject.version,
        "provision": subject.provision,
        "parent": subject.parent,
        "crumbs": _crumbs(consultation),
    }
    return render(request, "record/take_part.html", context, status=status)


def not_open(
    request: HttpRequest,
    consultation: ConsultationView,
    *,
    text: str,
    status: int,
    refusal: ConsultationNotOpen | None = None,
) -> HttpResponse:
    """Why nothing is taken now, with the text that was typed handed back."""
    refusal = refusal or ConsultationNotOpen(
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        state=consultation.state,
        time_zone=ZoneInfo(consultation.institution.time_zone),
    )
    context = {
        "consultation": consultation,
        # What it says of a closed consultation speaks of a text that was not sent.
        "message": refusal.message if text or refusal.state in _WITHOUT_TEXT else "",
        "text": text,
        "crumbs": _crumbs(consultation),
    }
    return render(request, "record/not_open.html", context, status=status)


def _crumbs(consultation: ConsultationView) -> list[Crumb]:
    title = local_text(consultation.titles, consultation.source_language)
    url = reverse("record:consultation", args=[consultation.uuid])
    return [consultations_crumb(), crumb(title, url), Crumb(_("Take part"))]
