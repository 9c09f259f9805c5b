"""Reading JSON bodies from anybody."""

import codecs
import json
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """JSON in UTF-8 (RFC 8259). Anything else is refused in words, whatever the client claims to send."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        charset = _charset(media_type)
        if charset and charset != "utf-8":
            raise UnsupportedMediaType(media_type or "", detail=_("Send JSON encoded in UTF-8."))
        try:
            return json.loads(stream.read().decode("utf-8"), parse_constant=_refuse_constant)
        except UnicodeDecodeError as error:
            raise ParseError(_("The request is not encoded in UTF-8.")) from error
        except RecursionError as error:
            raise ParseError(_("The request is nested too deeply.")) from error
        except ValueError as error:
            raise ParseError(_("The request is not valid JSON.")) from error


def _charset(media_type: str | None) -> str:
    """The charset parameter's canonical name; "" if none is given, "unknown" if Python knows none such."""
    for parameter in (media_type or "").split(";")[1:]:
        name, _equals, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            try:
                return codecs.lookup(value.strip(" \"'")).name
            except (LookupError, ValueError):
                return "unknown"
    return ""


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
