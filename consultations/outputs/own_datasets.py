"""The record's own open data of one consultation, read in batches: public texts and the names signed with them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import LedgerEvent, ResponseTarget
from consultations.outputs.files import Row
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.ledger import ledger_event_view
from consultations.selectors.views import SubmissionView
from consultations.selectors.visibility import public_consultations, public_submissions
from consultations.translated import pick, pick_language

BATCH = 500
Read = Callable[[UUID, str], Iterator[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataset:
    """A data set of the record. `read(consultation, language)` gives its rows."""

    name: str
    label: str | Promise
    columns: tuple[str, ...]
    read: Read


def submission_rows(consultation: UUID, language: str) -> Iterator[Row]:
    """Every public submission by number, traces without their words; four or five queries a batch."""
    last = 0
    while True:
        found = public_submissions().filter(consultation__uuid=consultation, number__gt=last)
        rows = list(found.order_by("number").values(*SHOWN)[:BATCH])
        for view in assembled(rows, Reader.PUBLIC, counts={}):
            yield _submission(view, language)
        if len(rows) < BATCH:
            return
        last = rows[-1]["number"]


def _submission(view: SubmissionView, language: str) -> Row:
    provision, response = view.provision, view.response
    return {
        "number": view.number,
        "submission": view.uuid,
        "state": str(view.state),
        "in_reply_to": view.parent_number,
        "document": view.document,
        "version": view.version_number,
        "provision": view.provision_uid,
        "provision_kind": provision.kind if provision else None,
        "provision_number": provision.number if provision else None,
        "provision_heading": provision.heading_in(language) if provision else None,
        "quote": (view.quote or {}).get("exact"),
        "author_name": view.author_name or None,
        "author_organisation": view.author_organisation or None,
        "language": view.language,
        "text": view.text or None,
        "fields": {value.key: value.value for value in view.entered} or None,
        "channel": view.channel,
        "submitted_at": view.submitted_at,
        "published_at": view.published_at,
        "outcome": response.outcome if response else None,
        "reasons": response.reason_in(language, view.institution_language) if response else None,
        "answered_at": response.published_at if response else None,
    }


def response_rows(consultation: UUID, language: str) -> Iterator[Row]:
    """Every answer to every public submission, replaced ones too; one query a batch."""
    last = 0
    while True:
        found = ResponseTarget.objects.filter(
            pk__gt=last, response__consultation__uuid=consultation, submission__in=public_submissions()
        ).select_related("response", "submission")
        targets = list(found.order_by("pk")[:BATCH])
        for target in targets:
            yield _response(target, language)
        if len(targets) < BATCH:
            return
        last = targets[-1].pk


def _response(target: ResponseTarget, language: str) -> Row:
    response = target.response
    written = sorted(response.reasons)
    default = written[0] if written else ""
    return {
        "response": response.uuid,
        "submission_number": target.submission.number,
        "submission": target.submission.uuid,
        "outcome": response.outcome,
        "language": pick_language(response.reasons, language, default) if written else None,
        "reasons": pick(response.reasons, language, default) if written else None,
        "in_force": target.is_current,
        "published_at": response.published_at,
    }


def ledger_rows(consultation: UUID, language: str) -> Iterator[Row]:
    """The consultation's hash chain from its first event; one query a batch."""
    last = 0
    while True:
        found = LedgerEvent.objects.filter(
            consultation__in=public_consultations().filter(uuid=consultation), sequence__gt=last
        )
        events = [ledger_event_view(row) for row in found.order_by("sequence")[:BATCH]]
        for event in events:
            yield {name: getattr(event, name) for name in LEDGER_COLUMNS}
        if len(events) < BATCH:
            return
        last = events[-1].sequence


LEDGER_COLUMNS = ("sequence", "kind", "at", "actor", "subject", "payload", "previous_hash", "hash")
OWN: dict[str, OwnDataset] = {
    dataset.name: dataset
    for dataset in (
        OwnDataset(
            name="submissions",
            label=_("Contributions"),
            columns=(
                *("number", "submission", "state", "in_reply_to", "document", "version", "provision"),
                *("provision_kind", "provision_number", "provision_heading", "quote", "author_name"),
                *("author_organisation", "language", "text", "fields", "channel", "submitted_at", "published_at"),
                *("outcome", "reasons", "answered_at"),
            ),
            read=submission_rows,
        ),
        OwnDataset(
            name="responses",
            label=_("Answers"),
            columns=(
                *("response", "submission_number", "submission", "outcome", "language", "reasons"),
                *("in_force", "published_at"),
            ),
            read=response_rows,
        ),
        OwnDataset(name="ledger", label=_("Record of events"), columns=LEDGER_COLUMNS, read=ledger_rows),
    )
}
