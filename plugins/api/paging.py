"""Lists in stretches, by where the last stretch ended: as quick on the hundredth page as on the first."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Model, Q, QuerySet

from consultations.errors import InvalidCursor
from consultations.selectors.views import Page

__all__ = ["InvalidCursor", "Page", "keyset_page"]

M = TypeVar("M", bound=Model)

FORWARD, BACKWARD = "f", "b"
LONGEST_CURSOR = 500


def keyset_page(rows: QuerySet[M], order: Sequence[str], *, cursor: str | None, limit: int) -> Page[M]:
    """A stretch of at most `limit` rows in `order`: one query.

    `order` names concrete, never null fields of the model ("-name": falling), which together tell every row
    from every other. `cursor` is from an earlier page of the same list. Raises InvalidCursor.
    """
    direction, position = _decode(rows.model, order, cursor) if cursor else (FORWARD, None)
    backward = direction == BACKWARD
    effective = [_reversed(name) for name in order] if backward else list(order)
    if position is not None:
        rows = rows.filter(_beyond(effective, position))
    found = list(rows.order_by(*effective)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if backward:
        found.reverse()
    has_next = bool(found) and (backward or more)
    has_previous = bool(found) and (more if backward else position is not None)
    return Page(
        items=tuple(found),
        next_cursor=_encode(FORWARD, order, found[-1]) if has_next else None,
        previous_cursor=_encode(BACKWARD, order, found[0]) if has_previous else None,
    )


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
