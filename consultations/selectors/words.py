"""What public submissions say, without all that belongs to them: for indexing, and for naming one in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from consultations.models import ResponseTarget
from consultations.selectors.visibility import public_submissions
from consultations.translated import pick


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedWords:
    """A published submission. `number` counts within its consultation; `answered`: an answer is in force."""

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

    def consultation_title_in(self, language: str) -> str:
        """The consultation's title, in `language` or the nearest there is."""
        return pick(self.consultation_titles, language, self.consultation_language)


_COLUMNS = (
    "uuid",
    "number",
    "institution__uuid",
    "consultation__uuid",
    "consultation__titles",
    "consultation__source_language",
    "language",
    "text",
    "published_at",
)
_FIELDS = tuple(PublishedWords.__dataclass_fields__)


def published_words(uuids: Sequence[UUID]) -> list[PublishedWords]:
    """Those of them whose text is public, in the order given. One query."""
    answered = Exists(ResponseTarget.objects.filter(submission=OuterRef("pk"), is_current=True))
    rows = (
        public_submissions(with_traces=False)
        .filter(uuid__in=list(uuids))
        .annotate(answered=answered)
        .values_list(*_COLUMNS, "answered")
    )
    found = {row[0]: PublishedWords(**dict(zip(_FIELDS, row, strict=True))) for row in rows}
    return [found[uuid] for uuid in dict.fromkeys(uuids) if uuid in found]
