"""Lists in stretches, by where the last stretch ended: as quick on the hundredth page as on the first."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Model, Q, QuerySet

from consultations.errors import InvalidCursor
from consultations.selectors.views import Page

__all__ = ["InvalidCursor", "Page", "Stretch", "keyset_page"]

M = TypeVar("M", bound=Model)

FORWARD, BACKWARD = "f", "b"
LONGEST_CURSOR = 500


class Stretch(Generic[M]):
    """A stretch of at most `limit` rows of a model in `order`, after or before where `cursor` says.

    `order` names concrete, never null fields of the model ("-name": falling), which together tell every row
    from every other. `cursor` is from an earlier page of the same list. Raises InvalidCursor.
    """

    def __init__(self, model: type[M], order: Sequence[str], *, cursor: str | None, limit: int) -> None:
        self.order = tuple(order)
        self.limit = limit
        self._position: list[Any] | None = None
        self._backward = False
        if cursor:
            direction, self._position = _decode(model, order, cursor)
            self._backward = direction == BACKWARD

    @property
    def _effective(self) -> list[str]:
        return [_reversed(name) for name in self.order] if self._backward else list(self.order)

    def rows(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Of these rows the ones to read for the page: one more than it has, to know whether it goes on."""
        if self._position is not None:
            rows = rows.filter(_beyond(self._effective, self._position))
        return rows.order_by(*self._effective)[: self.limit + 1]

    def page(self, found: Iterable[M]) -> Page[M]:
        """The page, made of what `rows` found, in whatever order it comes."""
        kept = list(found)
        for name in reversed(self._effective):
            kept.sort(key=attrgetter(name.removeprefix("-")), reverse=name.startswith("-"))
        more, kept = len(kept) > self.limit, kept[: self.limit]
        if self._backward:
            kept.reverse()
        has_next = bool(kept) and (self._backward or more)
        has_previous = bool(kept) and (more if self._backward else self._position is not None)
        return Page(
            items=tuple(kept),
            next_cursor=_encode(FORWARD, self.order, kept[-1]) if has_next else None,
            previous_cursor=_encode(BACKWARD, self.order, kept[0]) if has_previous else None,
        )


def keyset_page(rows: QuerySet[M], order: Sequence[str], *, cursor: str | None, limit: int) -> Page[M]:
    """A stretch of at most `limit` rows in `order`, as `Stretch` says: one query. Raises InvalidCursor."""
    stretch = Stretch(rows.model, order, cursor=cursor, limit=limit)
    return stretch.page(stretch.rows(rows))


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], position: Sequence[Any]) -> Q:
    """What comes strictly after a position. The bound on the first field alone is for the index."""
    condition = Q()
    equal = Q()
    for name, value in zip(order, position, strict=True):
        field, comparison = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    first = order[0]
    bound = Q(**{f"{first[1:]}__lte" if first.startswith("-") else f"{first}__gte": position[0]})
    return bound & condition


def _encode(direction: str, order: Sequence[str], row: Model) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in order]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    written = json.dumps([direction, *plain], default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _decode(model: type[Model], order: Sequence[str], cursor: str) -> tuple[str, list[Any]]:
    if len(cursor) > LONGEST_CURSOR:
        raise InvalidCursor
    try:
        written = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        direction, *values = json.loads(written)
        if direction not in (FORWARD, BACKWARD) or len(values) != len(order) or None in values:
            raise InvalidCursor
        return direction, [
            _read(model._meta.get_field(name.removeprefix("-")), value)
            for name, value in zip(order, values, strict=True)
        ]
    except (binascii.Error, ValueError, TypeError, OverflowError, ValidationError) as error:
        raise InvalidCursor from error


def _read(field: Any, value: Any) -> Any:
    if not isinstance(field, DateTimeField):
        return field.to_python(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise InvalidCursor
    return moment
