"""Keyset pages: each page starts where another ended, so that the last costs what the first does.

A cursor says which list, which direction, and the sort key of the row it starts beside. It is opaque to
clients and checked when it comes back; it holds nothing that would have to be secret.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from consultations.errors import InvalidCursor

MAX_LIMIT = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHAPE = re.compile(r"([a-z_-]{1,40})([><])(-?\d{1,18})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list. `backwards`: the page before that place."""

    of: str
    backwards: bool
    at: datetime
    pk: int

    def encoded(self) -> str:
        """Letters, digits, - and _ only."""
        micros = (self.at - EPOCH) // timedelta(microseconds=1)
        plain = f"{self.of}{'<' if self.backwards else '>'}{micros}.{self.pk}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(encoded: str, of: str) -> Cursor:
    """The cursor a client gave back. Raises InvalidCursor, also for one of another list."""
    try:
        plain = base64.urlsafe_b64decode(encoded.encode("ascii") + b"=" * (-len(encoded) % 4)).decode("ascii")
        match = _SHAPE.fullmatch(plain)
        if match is None or match[1] != of:
            raise InvalidCursor
        at = EPOCH + timedelta(microseconds=int(match[3]))
    except (UnicodeError, binascii.Error, OverflowError):
        raise InvalidCursor from None
    return Cursor(of=of, backwards=match[2] == "<", at=at, pk=int(match[4]))


@dataclass(frozen=True, slots=True)
class Keyset:
    """How a list is sorted: by `field` (a timestamp that is never null in it), then by primary key.

    `of` names list and order: a cursor works where it was made only.
    """

    of: str
    field: str
    newest_first: bool

    def page(
        self, queryset: QuerySet[Any], cursor: str | None, limit: int, *, columns: Sequence[str] = ()
    ) -> tuple[list[Any], str | None, str | None]:
        """The rows of one page, the cursor of the next and of the one before. One query.

        Rows are model instances, or dictionaries of `columns`, which must have "pk" and `field`: then the page
        is found first and joined with what belongs to it after. Raises InvalidCursor.
        """
        limit = max(1, min(limit, MAX_LIMIT))
        start = read_cursor(cursor, self.of) if cursor else None
        backwards = start is not None and start.backwards
        descending = self.newest_first != backwards
        if start is not None:
            queryset = queryset.filter(self._beyond(start, descending))
        sign = "-" if descending else ""
        sorting = (f"{sign}{self.field}", f"{sign}pk")
        queryset = queryset.order_by(*sorting)[: limit + 1]
        if columns:
            whole = queryset.model._base_manager.filter(pk__in=queryset.values("pk"))
            rows = list(whole.order_by(*sorting).values(*columns))
        else:
            rows = list(queryset)
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        has_next, has_previous = (True, more) if backwards else (more, start is not None)
        return rows, self._cursor(rows[-1:], has_next), self._cursor(rows[:1], has_previous, backwards=True)

    def _beyond(self, start: Cursor, descending: bool) -> Q:
        # The first condition lets the index find the place, the second is for equal times.
        far, near = ("lte", "lt") if descending else ("gte", "gt")
        return Q(**{f"{self.field}__{far}": start.at}) & (
            Q(**{f"{self.field}__{near}": start.at}) | Q(**{f"pk__{near}": start.pk})
        )

    def _cursor(self, rows: Sequence[Any], there: bool, *, backwards: bool = False) -> str | None:
        if not rows or not there:
            return None
        row = rows[0]
        at, pk = (row[self.field], row["pk"]) if isinstance(row, dict) else (getattr(row, self.field), row.pk)
        return Cursor(self.of, backwards, at, pk).encoded()
