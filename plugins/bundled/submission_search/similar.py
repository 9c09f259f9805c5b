"""More like this: past submissions and provisions on the same, for whoever writes or judges a text."""

from collections.abc import Collection
from dataclasses import dataclass

from plugins.api.search import EngineUnavailableError, Hit, more_like
from plugins.bundled.submission_search.finding import Found, checked, page_of
from plugins.bundled.submission_search.values import Place
from plugins.bundled.submission_search.vocabulary import DOCUMENT, SUBMISSION, kind_label

SHOWN = 8
_KINDS = frozenset({SUBMISSION, DOCUMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """One thing on the same, as it is shown to staff."""

    found: Found
    kind: str
    url: str


def similar_to(
    text: str, place: Place, *, language: str | None = None, without: Collection[str] = (), limit: int = SHOWN
) -> list[Similar] | None:
    """What is most like a text, of each thing once; None while the engine is down.

    `without`: ids ("kind:uuid") to leave out, such as the text's own.
    """
    if not text.strip():
        return []
    try:
        hits = more_like(
            text,
            language=language,
            without=without,
            kinds=_KINDS,
            institutions=frozenset(place.uuids.values()),
            limit=3 * limit,
        )
    except EngineUnavailableError:
        return None
    of_each: dict[str, Hit] = {}
    for hit in hits:
        of_each.setdefault(hit.id, hit)
    return [
        Similar(found=found, kind=str(kind_label(found.hit.kind)), url=page_of(found.hit))
        for found in checked(list(of_each.values())[:limit], place)
    ]
