"""Reading a list of settlements from a CSV file: all of it, or nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kuvend_neighbourhoods.models import Settlement
from kuvend_neighbourhoods.settling import SettlementRefused, full_code, has_code, write_settlement
from plugins.api.record import InstitutionView

LARGEST = 512 * 1024
"""Bytes."""
LONGEST_NAME = 120
CODE = "code"


class ListRefused(SettlementRefused):
    """A file that is not taken. `line` is where, counted as a text editor does."""

    code = "list_refused"


class TooLarge(ListRefused):
    template = _("The file is larger than %(limit)d kB.")


class NotText(ListRefused):
    template = _("The file is no text in UTF-8. Save it as “CSV UTF-8”.")


class NoColumns(ListRefused):
    template = _("The first line names the columns: “code” and languages, of which “%(language)s” is needed.")


class ColumnUnknown(ListRefused):
    template = _("There is no column “%(column)s”. Known are: %(known)s.")


class NameMissing(ListRefused):
    template = _("Line %(line)d: there is no name in the column “%(language)s”.")


class NameTooLong(ListRefused):
    template = _("Line %(line)d: a name is longer than %(limit)d characters.")


class CodeUnusable(ListRefused):
    template = _("Line %(line)d: write the code with the letters a to z and digits.")


class CodeTwice(ListRefused):
    template = _("Line %(line)d: the code “%(code)s” is there twice.")


class LineTooLong(ListRefused):
    template = _("Line %(line)d has more values than there are columns.")


class LineRefused(ListRefused):
    template = _("Line %(line)d: %(reason)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many settlements are new, and how many were there and have the names of the file now."""

    created: int
    changed: int


def import_settlements(*, institution: InstitutionView, content: bytes) -> Imported:
    """Take a CSV file into the institution's list, all or nothing. Raises subclasses of SettlementRefused."""
    created = changed = 0
    with transaction.atomic():
        known = {row.code: row for row in Settlement.objects.filter(institution=institution.uuid)}
        read: set[str] = set()
        for line, code, names in _rows(_text(content), institution):
            settlement = known.get(_full_code(institution, code, line, read)) if code else None
            try:
                write_settlement(institution=institution, names=names, code=code, settlement=settlement)
            except SettlementRefused as refusal:
                raise LineRefused(line=line, reason=refusal.message) from refusal
            created, changed = created + (settlement is None), changed + (settlement is not None)
    return Imported(created=created, changed=changed)


def _full_code(institution: InstitutionView, code: str, line: int, read: set[str]) -> str:
    """The code of a line with its institution's; `read` has those of the lines before."""
    if not has_code(code):
        raise CodeUnusable(line=line)
    full = full_code(institution, code)
    if full in read:
        raise CodeTwice(line=line, code=code)
    read.add(full)
    return full


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise TooLarge(limit=LARGEST // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in text:
        raise NotText
    return text


def _rows(text: str, institution: InstitutionView) -> Iterator[tuple[int, str, dict[str, str]]]:
    """(line, code, names) of every row that is not empty."""
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _require_columns(columns, institution)
        for values in reader:
            if any(value.strip() for value in values):
                yield _row(reader.line_num, columns, values, institution.default_language)
    except csv.Error:
        raise NotText from None


def _require_columns(columns: list[str], institution: InstitutionView) -> None:
    known = (CODE, *institution.languages)
    if institution.default_language not in columns:
        raise NoColumns(language=institution.default_language)
    for column in columns:
        if column not in known or columns.count(column) > 1:
            raise ColumnUnknown(column=column, known=", ".join(known))


def _row(line: int, columns: list[str], values: list[str], needed: str) -> tuple[int, str, dict[str, str]]:
    if len(values) > len(columns):
        raise LineTooLong(line=line)
    texts = {column: " ".join(value.split()) for column, value in zip(columns, values, strict=False)}
    code = texts.pop(CODE, "")
    names = {language: name for language, name in texts.items() if name}
    if needed not in names:
        raise NameMissing(line=line, language=needed)
    if any(len(name) > LONGEST_NAME for name in names.values()):
        raise NameTooLong(line=line, limit=LONGEST_NAME)
    return line, code, names
