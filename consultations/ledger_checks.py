"""Checking the ledger: the links of each chain, and what the chain commits to."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from consultations.events import Kind
from consultations.ledger import GENESIS, commit, commit_fields, event_hash, fingerprint
from consultations.models import Consultation, LedgerEvent, ModerationDecision, Response, Submission

BATCH = 500
#: What is read of a submission to compare it with the chain.
COMMITTED = (
    "uuid",
    "number",
    "text",
    "language",
    "quote",
    "content_salt",
    "content_hash",
    "fields_salt",
    "fields_hash",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as the chain says. `sequence` is the event's place, 0 for the chain as a whole."""

    consultation: UUID
    sequence: int
    what: str


def verify(consultation: Consultation) -> Iterator[Fault]:
    """Every fault of a consultation's chain, and of the texts it commits to; none if all is well."""
    committed: dict[UUID, str] = {}
    reasons: dict[UUID, str] = {}
    yield from _links(consultation, committed, reasons)
    yield from _submissions(consultation, committed)
    yield from _reasons(consultation, reasons)


def _links(consultation: Consultation, committed: dict[UUID, str], reasons: dict[UUID, str]) -> Iterator[Fault]:
    sequence, head = 0, GENESIS
    for event in _events(consultation):
        sequence += 1
        if event.sequence != sequence:
            yield _fault(consultation, sequence, f"event {sequence} is missing")
            sequence = event.sequence
        elif event.previous_hash != head:
            yield _fault(consultation, sequence, "does not continue the event before it")
        if event.hash != event_hash(event):
            yield _fault(consultation, sequence, "was changed after it was written")
        head = event.hash
        if event.kind == Kind.SUBMISSION_RECEIVED and event.subject is not None:
            committed[event.subject] = str(event.payload.get("content_hash"))
        for name in ("decision", "response"):
            if name in event.payload:
                reasons[UUID(event.payload[name])] = str(event.payload.get("reasons_hash"))
    if (consultation.ledger_length, consultation.ledger_head) != (sequence, head):
        yield _fault(consultation, 0, f"the chain ends at {sequence}, the record at {consultation.ledger_length}")


def _events(consultation: Consultation) -> Iterator[LedgerEvent]:
    return consultation.ledger.order_by("sequence").iterator(chunk_size=BATCH)


def _submissions(consultation: Consultation, committed: dict[UUID, str]) -> Iterator[Fault]:
    rows = Submission.objects.filter(consultation=consultation).order_by("number")
    for row in rows.only(*COMMITTED).prefetch_related("field_values").iterator(chunk_size=BATCH):
        if row.uuid not in committed:
            yield _fault(consultation, 0, f"submission {row.number} is not in the chain")
        elif committed[row.uuid] != row.content_hash:
            yield _fault(consultation, 0, f"submission {row.number} has another hash than the chain")
        elif row.content_salt and row.content_hash != commit(
            row.content_salt,
            text=row.text,
            language=row.language,
            quote=row.quote,
            fields_hash=row.fields_hash,
        ):
            yield _fault(consultation, 0, f"the text of submission {row.number} was changed")
        if _fields_differ(row):
            yield _fault(consultation, 0, f"the form fields of submission {row.number} were changed")
        committed.pop(row.uuid, None)
    for uuid in committed:
        yield _fault(consultation, 0, f"submission {uuid} is in the chain and not in the record")


def _fields_differ(row: Submission) -> bool:
    """Whether the values are not those the text's hash covers; erased ones are gone, with their salt."""
    values = {f"{entry.plugin}.{entry.name}": entry.value for entry in row.field_values.all()}
    if not row.fields_salt:
        return bool(values)
    return commit_fields(row.fields_salt, values) != row.fields_hash


def _reasons(consultation: Consultation, reasons: dict[UUID, str]) -> Iterator[Fault]:
    decisions = ModerationDecision.objects.filter(submission__consultation=consultation)
    responses = Response.objects.filter(consultation=consultation)
    found = {
        **dict(decisions.values_list("uuid", "public_reasons")),
        **dict(responses.values_list("uuid", "reasons")),
    }
    for uuid, text in found.items():
        if uuid not in reasons:
            yield _fault(consultation, 0, f"decision or response {uuid} is not in the chain")
        elif reasons[uuid] != fingerprint(text):
            yield _fault(consultation, 0, f"the reasons of {uuid} were changed")
    for uuid in reasons.keys() - found.keys():
        yield _fault(consultation, 0, f"decision or response {uuid} is in the chain and not in the record")


def _fault(consultation: Consultation, sequence: int, what: str) -> Fault:
    return Fault(consultation=consultation.uuid, sequence=sequence, what=what)
