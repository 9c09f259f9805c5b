"""Reading what a person typed.

    budget "public hearing" -draft komun* roads OR streets kind:document -language:en after:2025-03-01

All words must occur, in any inflection, also those that hyphens join; `OR` (in capitals) joins its two neighbours,
`-` excludes, quotes ask for words as they are written and in that order, a star ends a prefix, `field:value`
filters. `OR` between two filters by one field asks for either value. `AND` between two words and `NOT` before one
say what goes without saying and what `-` says. Whatever does not form an operator is taken as words: no text is an
error.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from search.analysis import query_tokens_of
from search.compounds import words_of_compound
from search.documents import FACETS
from search.pieces import OPERATORS, OR, Operator, Piece, clauses_of, resolved
from search.terms import Condition, ParsedText, term_of

MAX_TEXT = 1_000  # characters of a query that count
MAX_TERMS = 16
MAX_ROW = 16  # words of one phrase that count
MAX_PREFIXES = 4  # further stars are passed over
MAX_CONDITIONS = 16  # filters that are typed; the same again is none
MIN_PREFIX = 2  # characters before a star, so that `a*` does not ask for half of the index

Values = Mapping[str, str] | Callable[[str], str | None]
"""What may follow a field's colon: typed value (lower case) → the value in the index; or a function of it."""

_QUOTES = '"“”„«»'
_PHRASE = rf'(?:"([^"]*)"|[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}])'  # straight ones may hold others
_DATES = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})"),
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PLAIN_VALUE = re.compile(r"[\w-]{1,80}")


def any_value(typed: str) -> str | None:
    """Accepts whatever looks like the value of a facet."""
    return typed if _PLAIN_VALUE.fullmatch(typed) else None


def year(typed: str) -> str | None:
    """Accepts a year of this calendar's last and next centuries."""
    return typed if _YEAR.fullmatch(typed) else None


FIELDS: Mapping[str, Values] = {**dict.fromkeys(FACETS, any_value), "year": year}
"""The fields that may be typed where nobody says what their values are."""


def parse(text: str, fields: Mapping[str, Values] = FIELDS) -> ParsedText:
    """Read a query text. Never raises, whatever the text holds."""
    return _Reading(fields).of(text)


def without_filters(text: str, fields: Mapping[str, Values] = FIELDS) -> str:
    """The text without the filters that are typed into it."""
    reading = _Reading(fields)
    reading.of(text)
    return reading.rest


class _Reading:
    """The reading of one text: its pieces from left to right, counted against the limits."""

    def __init__(self, fields: Mapping[str, Values]) -> None:
        self._fields = fields
        names = "|".join(re.escape(name) for name in (*fields, "after", "before"))
        self._piece = re.compile(
            rf"(-?)({names}):(?:{_PHRASE}|([^\s{_QUOTES}]+))|(-?){_PHRASE}|(\S+)", re.IGNORECASE
        )
        self._conditions: list[Condition] = []
        self._after: date | None = None
        self._before: date | None = None
        self._prefixes = 0
        self._cut = False
        self.rest = ""
        """The text but for its filters."""
        self._after_filter = -1
        """How many pieces there were when the last filter was read."""

    def of(self, text: str) -> ParsedText:
        """The whole text, within the limits."""
        pieces = resolved(self._pieces(text[:MAX_TEXT]))
        clauses, more = clauses_of(pieces, MAX_TERMS)
        conditions = self._counted_conditions()
        self._cut |= more or len(text) > MAX_TEXT
        return ParsedText(tuple(clauses), self._cut, conditions, self._after, self._before)

    def _pieces(self, text: str) -> list[Piece | Operator]:
        """The pieces of a text in order. Filters are noted aside."""
        found: list[Piece | Operator] = []
        rest: list[str] = []
        for match in self._piece.finditer(text):
            minus, name, straight, curly, value, minus_phrase, *phrases, word = match.groups()
            quoted = straight if straight is not None else curly
            phrase = next((one for one in phrases if one is not None), "")
            if name is not None:
                typed = quoted if quoted is not None else value
                if self._filter(name.lower(), typed, negated=minus == "-"):
                    self._join_filters(found, name.lower())
                    continue
            rest.append(match.group())
            if name is not None and quoted is not None:
                found += [*self._word(f"{minus}{name}"), *self._term(quoted, quoted=True)]
            elif name is not None:
                found += self._word(match.group())
            elif word in OPERATORS:
                found.append(Operator(word, tuple(self._term(word))))
            elif word is not None:
                found += self._word(word)
            else:
                found += self._term(phrase, negated=minus_phrase == "-", quoted=True)
        self.rest = " ".join(rest)
        return found

    def _filter(self, name: str, typed: str, *, negated: bool) -> bool:
        """Take `name:typed` as a filter, if it is one."""
        if name in ("after", "before"):
            day = None if negated else _day(typed)
            if day and name == "after":
                self._after = max(self._after or day, day)
            elif day:
                self._before = min(self._before or day, day)
            return day is not None
        accepts = self._fields[name]
        look_up = accepts if callable(accepts) else accepts.get
        whole = look_up(typed.strip().lower())
        values = [whole] if whole is not None else [look_up(one.strip().lower()) for one in typed.split(",")]
        if any(value is None for value in values):
            return False
        self._conditions.append(Condition(name, frozenset(value for value in values if value), negated))
        return True

    def _counted_conditions(self) -> tuple[Condition, ...]:
        """The filters, each once, within the limit."""
        different = tuple(dict.fromkeys(self._conditions))
        self._cut |= len(different) > MAX_CONDITIONS
        return different[:MAX_CONDITIONS]

    def _join_filters(self, found: list[Piece | Operator], name: str) -> None:
        """Make one of two filters by the same facet where nothing but an `OR` stands between them."""
        if name in ("after", "before"):
            self._after_filter = -1
            return
        between = found[self._after_filter :] if self._after_filter >= 0 else []
        only = between[0] if len(between) == 1 else None
        if isinstance(only, Operator) and only.name == OR:
            first, second = self._conditions[-2:]
            if first.facet == second.facet and not (first.negated or second.negated):
                self._conditions[-2:] = [replace(second, values=first.values | second.values)]
                found.pop()
        self._after_filter = len(found)

    def _word(self, word: str) -> list[Piece]:
        negated = word.startswith("-") and word[1:2] not in ("", "-")
        prefix = word.endswith("*") and not word.endswith("**")
        return self._term(word, negated=negated, prefix=prefix)

    def _term(
        self, text: str, *, negated: bool = False, prefix: bool = False, quoted: bool = False
    ) -> list[Piece]:
        """The piece for a word or phrase; none where there is nothing to look for."""
        tokens = list(query_tokens_of(text))
        if not tokens:
            return []
        row = tokens[:MAX_ROW]
        is_prefix = prefix and len(row[-1].folded) >= MIN_PREFIX and self._prefixes < MAX_PREFIXES
        self._cut |= len(tokens) > MAX_ROW or is_prefix != prefix
        self._prefixes += is_prefix
        term = term_of(row, negated=negated, prefix=is_prefix, quoted=quoted)
        words = words_of_compound(text, row) if len(row) > 1 and not (prefix or quoted) else ()
        parts = tuple(term_of([one], negated=negated, prefix=False, quoted=False) for one in words)
        return [Piece(term, parts)]


def _day(typed: str) -> date | None:
    """The day a date begins with: of a year or a month, its first."""
    for pattern in _DATES:
        if match := pattern.fullmatch(typed.strip()):
            parts = {name: int(number) for name, number in match.groupdict(default="1").items()}
            try:
                return date(parts["year"], parts["month"], parts["day"])
            except ValueError:
                return None
    return None
