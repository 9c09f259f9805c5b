"""What is searched: one public thing in one language, as its source describes it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FACETS = (
    "institution",
    "state",
    "language",
    "year",
    "kind",
    "outcome",
    "provision",
    "organisation",
    "topic",
)
"""The fields everything may be filtered by and is counted by, in the order shown."""


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

    `outcome` is what was answered; `provisions`, `organisations` and `topics` hold the keys of what the thing is
    about and by whom. `facets` are further ones, by the names that plugins declare at `search.facet`.
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
    outcome: str = ""
    provisions: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def object_id(self) -> str:
        """The uuid by which the source knows the thing."""
        return self.id.partition(":")[2]

    def facet_values(self) -> dict[str, tuple[str, ...]]:
        """The values of every facet that has any, each value once and in order."""
        values: dict[str, tuple[str, ...]] = {
            **self.facets,
            "institution": (self.institution,),
            "state": (self.state,),
            "language": (self.language,),
            "year": (str(self.year),),
            "kind": (self.kind,),
            "outcome": (self.outcome,),
            "provision": self.provisions,
            "organisation": self.organisations,
            "topic": self.topics,
        }
        return {name: kept for name, given in values.items() if (kept := _distinct(given))}

    def digest(self) -> str:
        """Equal for documents that say the same, whatever their version; 32 hexadecimal digits."""
        facts = [self.id, self.part, self.consultation, self.title, self.body, self.url_path]
        facts += (repr(self.published_at.timestamp()), str(len(self.sections)))
        for section in self.sections:
            facts += (str(section.start), section.anchor, section.label)
        for name, values in sorted(self.facet_values().items()):
            facts += (name, str(len(values)), *values)
        # Behind its length each stands for itself, whatever it holds.
        written = "".join([f"{len(fact)} {fact}" for fact in facts])
        return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    """Each value once and in order; none that is empty."""
    if len(values) == 1:
        return values if values[0] else ()
    return tuple(sorted({value for value in values if value}))
