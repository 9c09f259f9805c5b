"""What is searched: one public thing in one language, as its source describes it."""

from dataclasses import dataclass
from datetime import datetime

FACETS = ("institution", "state", "language", "year", "kind")
"""The fields people filter by and get counts for, in the order shown."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a body that can be linked to: from `start` (offset in characters) to the next section."""

    start: int
    anchor: str
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchDocument:
    """One public thing in one language.

    `id` is "kind:uuid"; the uuid is what its source calls the object. Several documents of one object (its
    languages, its numbered states) are told apart by `part`. `version` grows with every change of the object:
    a document is never replaced by one of a lower version. `institution` and `consultation` are uuids in
    text; `url_path` is the page's path below the language prefix; `sections`, sorted by start, let a hit point
    into a long body.
    """

    id: str
    kind: str
    institution: str
    language: str
    state: str
    year: int
    title: str
    body: str
    url_path: str
    published_at: datetime
    version: int
    part: str = ""
    consultation: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def object_id(self) -> str:
        """The uuid by which the source knows the thing."""
        return self.id.partition(":")[2]
