"""The hash chain of a consultation: what happened, in order, so that anyone can check that nothing was changed.

The hash of an event is the SHA-256 of the canonical JSON of its fields and of the hash before it. People's
words are not in it: it commits to them by a salted hash (`commit`), so that salt and words can be erased and
the chain still holds. Public reasons are committed to by `fingerprint`, without a salt: they are public anyway.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consultations.models import Consultation, LedgerEvent

GENESIS = "0" * 64
SALT_BYTES = 16

#: Who did it, without saying who they are: a participant's name is beside the submission, not in the chain.
BY_PARTICIPANT = "participant"
BY_SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be appended. `payload` must be JSON and hold no personal data."""

    kind: str
    at: datetime
    actor: str
    subject: UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


def by_staff(user: AbstractBaseUser | None) -> str:
    """The actor of something an institution's person did: their account's number; the system where None."""
    return BY_SYSTEM if user is None else f"staff:{user.pk}"


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def timestamp(moment: datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def fingerprint(value: Any) -> str:
    """The SHA-256 of a JSON value's canonical form, hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def new_salt() -> str:
    """A salt for `commit`, hex."""
    return secrets.token_hex(SALT_BYTES)


def commit(salt: str, *, text: str, language: str, quote: Mapping[str, str] | None, fields_hash: str = "") -> str:
    """The salted hash that stands for a person's words in the chain, hex. `salt` is hex.

    `fields_hash`: the commitment to what they entered in form fields, which may be erased before the words are.
    """
    words = {"language": language, "quote": dict(quote) if quote else None, "text": text}
    if fields_hash:
        words["fields"] = fields_hash
    return hashlib.sha256(bytes.fromhex(salt) + canonical(words)).hexdigest()


def commit_fields(salt: str, values: Mapping[str, Any]) -> str:
    """The salted hash that stands for what was entered in form fields, {"slug.name": value}; "" for nothing."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(dict(values))).hexdigest() if values else ""


def event_hash(event: LedgerEvent) -> str:
    """The hash an event should have."""
    return fingerprint(
        {
            "actor": event.actor,
            "at": timestamp(event.at),
            "kind": event.kind,
            "payload": event.payload,
            "previous_hash": event.previous_hash,
            "sequence": event.sequence,
            "subject": None if event.subject is None else str(event.subject),
        }
    )


def lock(consultation: Consultation) -> Consultation:
    """The consultation's row, read anew and locked until the transaction ends."""
    return (
        Consultation.objects.select_for_update(of=("self",)).select_related("institution").get(pk=consultation.pk)
    )


def append(
    consultation: Consultation, entries: Sequence[Entry], *, also_save: Sequence[str] = ()
) -> list[LedgerEvent]:
    """Append to the chain of a locked consultation; two queries however many entries.

    The caller holds the row's lock (`lock`, or its own select_for_update) in the running transaction.
    `also_save` names fields of the consultation that are saved in the same update.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the ledger is written in the transaction of what it tells")
    if not entries:
        return []
    events = []
    for entry in entries:
        event = LedgerEvent(
            consultation=consultation,
            sequence=consultation.ledger_length + 1,
            kind=entry.kind,
            at=entry.at,
            actor=entry.actor,
            subject=entry.subject,
            payload=dict(entry.payload),
            previous_hash=consultation.ledger_head,
        )
        event.hash = event_hash(event)
        consultation.ledger_length, consultation.ledger_head = event.sequence, event.hash
        events.append(event)
    LedgerEvent.objects.bulk_create(events)
    consultation.save(update_fields=["ledger_length", "ledger_head", *also_save])
    return events
