"""What happened in the record, told in the words of the domain."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    VERSION_PUBLISHED = "version.published"
    CONSULTATION_SCHEDULED = "consultation.scheduled"
    CONSULTATION_OPENED = "consultation.opened"
    CONSULTATION_CLOSING_SOON = "consultation.closing_soon"
    """Some days before its end, once; and again where the end was put off. A reminder: the ledger is silent."""
    CONSULTATION_CLOSED = "consultation.closed"
    CONSULTATION_ANSWERED = "consultation.answered"
    CONSULTATION_CANCELLED = "consultation.cancelled"
    SUBMISSION_RECEIVED = "submission.received"
    SUBMISSION_HELD = "submission.held"
    SUBMISSION_PUBLISHED = "submission.published"
    SUBMISSION_HIDDEN = "submission.hidden"
    SUBMISSION_REMOVED = "submission.removed"
    SUBMISSION_RESTORED = "submission.restored"
    SUBMISSION_WITHDRAWN = "submission.withdrawn"
    SUBMISSION_ANSWERED = "submission.answered"
    SUBMISSION_ERASED = "submission.erased"
    """Its author's names and form fields were erased. Who keeps a copy reads it anew; the ledger does not say."""
    PERSON_ERASED = "person.erased"
    """In the ledger only: somebody who took part in this consultation was erased. Not whose submissions."""
    PLUGIN_ENABLED = "plugin.enabled"
    """Some plugin was switched on here. One that keeps copies of the record has missed what happened before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvent:
    """One event: identifiers only, so that it may be stored, logged and sent to any plugin."""

    kind: Kind
    institution: UUID
    at: datetime
    consultation: UUID | None = None
    submission: UUID | None = None
    document: UUID | None = None
    version: UUID | None = None

    def as_payload(self) -> dict[str, Any]:
        """A JSON-ready form; `from_payload` is its inverse."""
        return {key: (str(value) if value is not None else None) for key, value in asdict(self).items()} | {
            "at": self.at.isoformat()
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "RecordEvent":
        """The event a payload was made from."""
        ids = {
            name: UUID(payload[name]) if payload.get(name) else None
            for name in ("consultation", "submission", "document", "version")
        }
        return cls(
            kind=Kind(payload["kind"]),
            institution=UUID(payload["institution"]),
            at=datetime.fromisoformat(payload["at"]),
            **ids,
        )
