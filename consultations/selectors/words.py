"""What public submissions say, without all that belongs to them: for indexing, and for naming one in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from consultations.models import ResponseTarget
from consultations.selectors.visibility import public_submissions
from consultations.translated import pick


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedWords:
    """A published submission. `number` counts within its consultation; `answered`: an answer is in force.

    `outcome` is that of the answer, empty without one; `topics` are those of the consultation; `provision` is the
    uid of the one it is about, if any.
    """

    uuid: UUID
    number: int
    institution: UUID
    consultation: UUID
    consultation_titles: Mapping[str, str]
    consultation_language: str
    language: str
    text: str
    published_at: datetime
    answered: bool
    topics: tuple[str, ...] = ()
    provision: UUID | None = None
    author_organisation: str = ""
    outcome: str = ""

    def consultation_title_in(self, language: str) -> str:
        """The consultation's title, in `language` or the nearest there is."""
        return pick(self.consultation_titles, language, self.consultation_language)


_COLUMNS = {
    "uuid": "uuid",
    "number": "number",
    "institution": "institution__uuid",
    "consultation": "consultation__uuid",
    "consultation_titles": "consultation__titles",
    "consultation_language": "consultation__source_language",
    "language": "language",
    "text": "text",
    "published_at": "published_at",
    "topics": "consultation__topics",
    "provision": "provision_uid",
    "author_organisation": "author_organisation",
    "outcome": "outcome",
}


def published_words(uuids: Sequence[UUID]) -> list[PublishedWords]:
    """Those of them whose text is public, in the order given. One query."""
    in_force = ResponseTarget.objects.filter(submission=OuterRef("pk"), is_current=True)
    rows = (
        public_submissions(with_traces=False)
        .filter(uuid__in=list(uuids))
        .annotate(outcome=Coalesce(Subquery(in_force.values("response__outcome")[:1]), Value("")))
        .values_list(*_COLUMNS.values())
    )
    found = {row[0]: _words(row) for row in rows}
    return [found[uuid] for uuid in dict.fromkeys(uuids) if uuid in found]


def _words(row: tuple[Any, ...]) -> PublishedWords:
    facts = dict(zip(_COLUMNS, row, strict=True))
    return PublishedWords(**{**facts, "answered": bool(facts["outcome"]), "topics": tuple(facts["topics"])})
