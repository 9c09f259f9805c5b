"""A whole result as rows, read a page of the index at a time while it is sent."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from plugins.api.search import MAX_PAGE_SIZE, MAX_RESULTS, Results, Sort, search
from plugins.bundled.submission_search.asking import Asked
from plugins.bundled.submission_search.finding import Found, checked, page_of, plain_text
from plugins.bundled.submission_search.values import Place

COLUMNS = (
    "kind",
    "uuid",
    "url",
    "institution",
    "consultation",
    "number",
    "language",
    "state",
    "outcome",
    "published_at",
    "title",
    "section",
    "topics",
    "organisation",
    "text",
)
MOST_ROWS = MAX_RESULTS


class Export:
    """One export. Its first page is read at once: an engine that is down is told before anything is sent."""

    def __init__(self, request: HttpRequest, asked: Asked, place: Place) -> None:
        self._request = request
        self._asked = asked
        self._place = place
        self._first = self._page(1)

    @property
    def total(self) -> int:
        """How many results there are; of more than MOST_ROWS the rest is left out."""
        return self._first.total

    def rows(self) -> Iterator[dict[str, Any]]:
        """The results one by one, each once; by date, which stays while it is read, unless asked otherwise."""
        seen: set[tuple[str, str]] = set()
        results, number = self._first, 1
        while True:
            fresh = [hit for hit in results.hits if (hit.id, hit.part) not in seen]
            seen.update((hit.id, hit.part) for hit in fresh)
            for found in checked(fresh, self._place):
                yield self._row(found)
            if number >= results.pages:
                return
            number += 1
            results = self._page(number)

    def _page(self, number: int) -> Results:
        sort = self._asked.sort if self._asked.sort is not Sort.RELEVANCE else Sort.NEWEST
        return search(self._asked.query(self._place, sort=sort, page=number, page_size=MAX_PAGE_SIZE))

    def _row(self, found: Found) -> dict[str, Any]:
        hit, words = found.hit, found.words
        return {
            "kind": hit.kind,
            "uuid": hit.object_id,
            "url": self._request.build_absolute_uri(page_of(hit)),
            "institution": found.institution.slug,
            "consultation": hit.consultation or None,
            "number": words.number if words else None,
            "language": hit.language,
            "state": hit.state,
            "outcome": first(hit.facets.get("outcome")),
            "published_at": hit.published_at,
            "title": words.consultation_title_in(hit.language) if words else hit.title,
            "section": hit.section,
            "topics": " ".join(hit.facets.get("topic", ())),
            "organisation": first(hit.facets.get("organisation")),
            "text": words.text if words else plain_text(hit.passage_html),
        }


def first(values: tuple[str, ...] | None) -> str:
    """The only value of a facet that has at most one."""
    return values[0] if values else ""
