"""What a saved search asks for, and what is new of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import QueryDict

from plugins.api.search import MAX_PAGE_SIZE, Hit, Sort, search
from plugins.bundled.submission_search.asking import Asked, read, unknown
from plugins.bundled.submission_search.finding import Found, checked
from plugins.bundled.submission_search.presenting import written
from plugins.bundled.submission_search.values import Place

OVERLAP = timedelta(days=2)
"""How late the index may hear of something for it to be told of all the same."""

MOST_KEPT = 400
LONGEST = 2_000  # characters of a saved query


def plain(asked: Asked, place: Place) -> str:
    """The query to save: what is asked, without order and page; on an institution's own host, only of it."""
    chosen = dict(asked.chosen)
    if len(place.institutions) == 1:
        chosen["institution"] = tuple(place.institutions)
    return written(asked, chosen=chosen, sort=Sort.RELEVANCE).urlencode()


def asked_by(query: str, place: Place) -> Asked | None:
    """What a saved query asks for; None where it can no longer be asked as it was meant."""
    given = QueryDict(query)
    asked = read(given, place)
    return None if asked.problems or unknown(given) else asked


def newest(asked: Asked, place: Place, since: datetime) -> list[Hit]:
    """What was published around `since` or later, newest first. May raise EngineUnavailableError."""
    query = asked.query(place, sort=Sort.NEWEST, page=1, page_size=MAX_PAGE_SIZE)
    return [hit for hit in search(query).hits if hit.published_at >= since - OVERLAP]


def key(hit: Hit) -> str:
    """What a hit is remembered by."""
    return f"{hit.id}/{hit.part}" if hit.part else hit.id


def untold(hits: Sequence[Hit], told: Sequence[str], place: Place) -> tuple[Found, ...]:
    """Those that nobody was told of, and that are public now; of several languages of a thing the first."""
    known = set(told)
    fresh: dict[str, Hit] = {}
    for hit in hits:
        if key(hit) not in known:
            fresh.setdefault(hit.id, hit)
    return checked(fresh.values(), place)
