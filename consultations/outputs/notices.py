"""Notices, written when they are sent: in every language of the institution, from the record as it is then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations import clock
from consultations.errors import NotFound
from consultations.events import Kind, RecordEvent
from consultations.extension_points.outputs import Notice, NoticeText
from consultations.mails import mail_language
from consultations.selectors.consultations import consultation_detail
from consultations.selectors.headings import version_heading
from consultations.selectors.views import ConsultationView, InstitutionView
from consultations.states import ConsultationState

Facts = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of event is told, while its consultation is in one of these states. `page`: the URL's name."""

    subject: str | Promise
    body: str | Promise
    states: frozenset[ConsultationState]
    page: str = "record:consultation"


KINDS: dict[Kind, _Kind] = {
    Kind.CONSULTATION_SCHEDULED: _Kind(
        _("Announced: %(title)s"),
        _(
            "%(institution)s announces a consultation: %(title)s."
            " You can contribute from %(opens)s until %(closes)s."
        ),
        frozenset({ConsultationState.PLANNED}),
    ),
    Kind.CONSULTATION_OPENED: _Kind(
        _("Open: %(title)s"),
        _("%(institution)s asks for your opinion: %(title)s. You can contribute until %(closes)s."),
        frozenset({ConsultationState.OPEN}),
    ),
    Kind.CONSULTATION_CLOSING_SOON: _Kind(
        _("Closes soon: %(title)s"),
        _("You can contribute to this consultation of %(institution)s until %(closes)s: %(title)s."),
        frozenset({ConsultationState.OPEN}),
    ),
    Kind.CONSULTATION_CLOSED: _Kind(
        _("Closed: %(title)s"),
        _(
            "This consultation has closed: %(title)s."
            " %(institution)s now answers every contribution, with reasons."
        ),
        frozenset({ConsultationState.CLOSED}),
    ),
    Kind.CONSULTATION_ANSWERED: _Kind(
        _("Answered: %(title)s"),
        _("%(institution)s has answered every contribution to this consultation: %(title)s. Read the report."),
        frozenset({ConsultationState.ANSWERED, ConsultationState.ARCHIVED}),
        page="record:report",
    ),
}
VERSION_SUBJECT = _("Published: %(title)s")
VERSION_BODY = _("%(institution)s has published version %(number)s of this document: %(title)s.")


def notice_of(event: RecordEvent, *, now: datetime | None = None) -> Notice | None:
    """The notice of an event; None for a kind that is not told, and where it is not true any more."""
    try:
        if event.kind == Kind.VERSION_PUBLISHED:
            return _of_version(event)
        return _of_consultation(event, now or clock.now())
    except NotFound:
        return None


def _of_consultation(event: RecordEvent, now: datetime) -> Notice | None:
    kind = KINDS.get(event.kind)
    if kind is None or event.consultation is None:
        return None
    consultation = consultation_detail(event.consultation, now=now)
    if consultation.state not in kind.states:
        return None
    return Notice(
        event=_name(event, consultation.uuid),
        kind=str(event.kind),
        institution=event.institution,
        consultation=consultation.uuid,
        texts=_texts(
            consultation.institution,
            (kind.subject, kind.body),
            lambda language: _consultation_facts(consultation, language),
            (kind.page, (consultation.uuid,)),
        ),
        path=_path(kind.page, consultation.uuid),
    )


def _consultation_facts(consultation: ConsultationView, language: str) -> Mapping[str, str]:
    zone = ZoneInfo(consultation.institution.time_zone)
    return {
        "institution": consultation.institution.name_in(language),
        "title": consultation.title_in(language),
        "opens": _moment(consultation.opens_at, zone),
        "closes": _moment(consultation.closes_at, zone),
    }


def _of_version(event: RecordEvent) -> Notice | None:
    if event.version is None:
        return None
    heading = version_heading(event.version)
    version, institution = heading.version, heading.institution
    if version.published_at != event.at:  # a translation was added to a version that people know
        return None

    def facts(language: str) -> Mapping[str, str]:
        return {
            "institution": institution.name_in(language),
            "title": version.title_in(language),
            "number": str(version.number),
        }

    page = ("record:version", (version.document, version.number))
    return Notice(
        event=_name(event, version.uuid),
        kind=str(event.kind),
        institution=event.institution,
        document=version.document,
        version=version.uuid,
        texts=_texts(institution, (VERSION_SUBJECT, VERSION_BODY), facts, page),
        path=_path(page[0], *page[1]),
    )


def _texts(
    institution: InstitutionView,
    words: tuple[str | Promise, str | Promise],
    facts: Facts,
    page: tuple[str, tuple[object, ...]],
) -> dict[str, NoticeText]:
    """One text a language, the institution's default first."""
    texts = {}
    subject, body = words
    for language in institution.languages or (institution.default_language,):
        with translation.override(mail_language(language, list(institution.languages))):
            told = facts(language)
            texts[language] = NoticeText(
                subject=str(subject) % told,
                body=str(body) % told,
                url=settings.BASE_URL.rstrip("/") + reverse(page[0], args=page[1]),
            )
    return texts


def _path(name: str, *arguments: object) -> str:
    """The address without the language it begins with."""
    with translation.override("en"):
        return reverse(name, args=arguments).removeprefix("/en")


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return gettext("%(date)s, %(time)s") % {"date": date_format(local, "DATE_FORMAT"), "time": f"{local:%H:%M}"}


def _name(event: RecordEvent, subject: UUID) -> str:
    return f"{event.kind}:{subject}:{event.at.isoformat()}"
