"""What all lists of the API share: checked parameters, keyset pages, their description in the schema."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.errors import NotFound
from consultations.selectors.institutions import institution_by_slug
from consultations.selectors.views import Page

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
#: Parameters every list knows, besides its own.
COMMON = ("cursor", "limit", "language")

Parser = Callable[[str], Any]


def uuid_value(text: str) -> UUID:
    """A UUID, or ValueError in words for the client."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ValueError(_("This is not a valid identifier.")) from error


def choice_of(choices: Iterable[str]) -> Parser:
    """A parser that takes only the given words."""
    allowed = tuple(choices)

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(_("One of these is expected: %(choices)s.") % {"choices": ", ".join(allowed)})
        return text

    return parse


def plain(text: str) -> str:
    """Any short text without control characters."""
    if len(text) > 200 or any(ord(character) < 32 for character in text):
        raise ValueError(_("This value cannot be read."))
    return text


def limit_value(text: str) -> int:
    """How many items a page may have: 1 to MAX_LIMIT."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= MAX_LIMIT:
        raise ValueError(_("A whole number from 1 to %(limit)d is expected.") % {"limit": MAX_LIMIT})
    return int(text)


def read_parameters(request: Request, parsers: Mapping[str, Parser]) -> dict[str, Any]:
    """The parameters that were given, each checked: `cursor`, `limit`, `language` and those of `parsers`.

    Raises ValidationError that names every one that is wrong or unknown.
    """
    known: dict[str, Parser] = {"cursor": plain, "limit": limit_value, "language": plain, **parsers}
    values: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for name, text in request.query_params.dict().items():
        if name not in known:
            names = ", ".join(sorted(known))
            problems[name] = [_("Unknown parameter. Known: %(names)s.") % {"names": names}]
            continue
        if text == "":
            continue
        try:
            values[name] = known[name](text)
        except ValueError as error:
            problems[name] = [str(error)]
    if problems:
        raise ValidationError(problems)
    return values


def institution_filter(values: Mapping[str, Any]) -> dict[str, UUID]:
    """`{"institution": uuid}` for the slug in `values`, {} without one. Raises ValidationError if unknown."""
    slug = values.get("institution")
    if slug is None:
        return {}
    try:
        return {"institution": institution_by_slug(slug).uuid}
    except NotFound as error:
        raise ValidationError({"institution": [_("There is no such institution.")]}) from error


def page_response(request: Request, page: Page[Any], serializer: type[serializers.Serializer]) -> Response:
    """`{"items", "next", "previous"}`; the last two are whole addresses or null."""

    def address(cursor: str | None) -> str | None:
        if cursor is None:
            return None
        query = request.query_params.copy()
        query["cursor"] = cursor
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    items = serializer(page.items, many=True).data
    return Response({"items": items, "next": address(page.next_cursor), "previous": address(page.previous_cursor)})


@cache
def page_schema(serializer: type[serializers.Serializer]) -> Any:
    """The schema of `page_response`: the same object for the same serializer, so that two routes may share it."""
    name = serializer.__name__.removesuffix("Serializer") + "Page"
    return inline_serializer(
        name,
        {
            "items": serializer(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )


def parameters(**described: str) -> list[OpenApiParameter]:
    """Schema of query parameters: the list's own, by description, and the common ones."""
    common = {
        "cursor": "Where to go on, from a previous answer's next or previous.",
        "limit": f"Items on a page, 1 to {MAX_LIMIT}; {DEFAULT_LIMIT} by default.",
    }
    return [OpenApiParameter(name, str, description=text) for name, text in {**described, **common}.items()]
