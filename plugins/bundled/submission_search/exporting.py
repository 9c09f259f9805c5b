"""A whole result as rows, read a page of the index at a time while it is sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import get_current_timezone
from rest_framework.fields import DateTimeField

from plugins.api.search import MAX_PAGE_SIZE, MAX_RESULTS, Hit, Results, Sort, search
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
_INSTANT = timedelta(microseconds=1)  # what moments of publication are told apart by


class Export:
    """One export. Its first page is read at once: an engine that is down is told before anything is sent."""

    def __init__(self, request: HttpRequest, asked: Asked, place: Place) -> None:
        self._request = request
        self._asked = asked
        self._place = place
        # Rows are made after the request, whose time zone holds no more by then.
        self._moment = DateTimeField(default_timezone=get_current_timezone()).to_representation
        self._sort = Sort.OLDEST if asked.sort is Sort.OLDEST else Sort.NEWEST
        self._first = self._page(1)

    @property
    def total(self) -> int:
        """How many results there are."""
        return self._first.total

    def rows(self) -> Iterator[dict[str, Any]]:
        """The results one by one, each once; by date, which stays while it is read, unless asked otherwise."""
        for hits in self._pages():
            for found in checked(hits, self._place):
                yield self._row(found)

    def cells(self) -> Iterator[dict[str, Any]]:
        """The results as rows of a table, whose cells hold no lists."""
        for row in self.rows():
            yield {**row, "topics": " ".join(row["topics"])}

    def _pages(self) -> Iterator[list[Hit]]:
        """All hits, some at a time. Each page begins at the moment the one before ended with: pages by number end
        at MAX_RESULTS, and shift when something is published or taken back meanwhile."""
        results, number = self._first, 1
        reached: datetime | None = None
        told: set[tuple[str, str]] = set()  # of those published in the moment that was reached
        while results.hits:
            yield [hit for hit in results.hits if (hit.id, hit.part) not in told]
            if len(results.hits) < MAX_PAGE_SIZE:
                return
            last = results.hits[-1].published_at
            number = number + 1 if last == reached else 1
            if last != reached:
                reached, told = last, set()
            told.update((hit.id, hit.part) for hit in results.hits if hit.published_at == reached)
            if number > MAX_RESULTS // MAX_PAGE_SIZE:  # more in one moment than can be paged through
                reached, number = self._beyond(last), 1
            results = self._page(number, reached)

    def _beyond(self, moment: datetime) -> datetime:
        return moment + _INSTANT if self._sort is Sort.OLDEST else moment - _INSTANT

    def _page(self, number: int, reached: datetime | None = None) -> Results:
        """A page of what was published at the moment reached, and after it in the order of the file."""
        limits: dict[str, datetime] = {}
        if reached is not None:
            limits = {"after": reached} if self._sort is Sort.OLDEST else {"before": reached + _INSTANT}
        query = self._asked.query(self._place, sort=self._sort, page=number, page_size=MAX_PAGE_SIZE, **limits)
        return search(query)

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
            "published_at": self._moment(hit.published_at),
            "title": words.consultation_title_in(hit.language) if words else hit.title,
            "section": hit.section,
            "topics": list(hit.facets.get("topic", ())),
            "organisation": first(hit.facets.get("organisation")),
            "text": words.text if words else plain_text(hit.passage_html),
        }


def first(values: tuple[str, ...] | None) -> str:
    """The only value of a facet that has at most one."""
    return values[0] if values else ""
