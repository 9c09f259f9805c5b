"""What comes first: one judgement of the best few hundred, the same whichever engine found them.

An engine puts what it found into an order of its own, roughly. The first of it are judged here anew (`window`):

- *title*: a document whose title alone holds everything that is asked for comes before all others;
- *words*: BM25 over title and body together, an occurrence counting more the closer its form is to what was
  typed, a rare term more than a frequent one, a word of the title more than one of the body;
- *near*: up to a third more for terms that stand side by side, in the order asked;
- *fresh*: a little more for what was published lately.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.occurrences import Finder, Form, Occurrence
from search.signatures import HEAD
from search.terms import ParsedText

ROWS, WORDS = 500, 300
"""How many of the rough order are judged where it knows of each word whether a text holds it once, twice or more
often, and of a row of words only whether it does."""

WEIGHED, WEIGHED_WORD = 200, 100
"""How many where it knows the frequency of each and the length of texts: of several terms, whose nearness it does
not know; of one word, of which it knows all."""

FORM_WEIGHTS = (0.12, 0.6, 0.9, 1.0)
"""By form: loose, key, folded, exact."""
TITLE_WEIGHT = 4.0
SATURATION, LENGTH_SHARE = 1.2, 0.75  # k1 and b of BM25
USUAL_LENGTH = 60.0  # tokens of a body
NEAR_SHARE, FRESH_SHARE = 0.3, 0.1  # of what the words are worth
_FAR = 12  # tokens beyond which standing apart no longer matters
YEAR = 365.25 * 86_400 * 1e6  # microseconds


Number = TypeVar("Number", float, NDArray[np.float64])


def saturated(frequency: Number) -> Number:
    """What a term's frequency adds: BM25's saturation, 1 for a frequency of 1."""
    return frequency * (SATURATION + 1) / (frequency + SATURATION)


def lengthening(tokens: Number) -> Number:
    """By what the frequency in a body of that many tokens is divided: BM25's normalisation, 1 for the usual."""
    return 1 - LENGTH_SHARE + LENGTH_SHARE * tokens / USUAL_LENGTH


def freshness(age: Number) -> Number:
    """What an age in years adds, as a share of what the words are worth."""
    return FRESH_SHARE / (1 + age)


def window(parsed: ParsedText, *, weighed: bool = False) -> int:
    """How many of what the engine puts first are judged; `weighed`: it weighs each occurrence."""
    terms = parsed.positive_terms
    rows = any(len(term.folded) > 1 for term in terms)
    if not weighed:
        return ROWS if rows else WORDS
    return WEIGHED if rows or len(terms) > 1 or any(term.prefix for term in terms) else WEIGHED_WORD


def most_counted(terms: int) -> int:
    """Documents holding a term that are counted; more would make little difference to its weight."""
    return 10_000 if terms <= 4 else 2_000


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many documents there are, and how many hold each positive term (at most `most_counted`)."""

    documents: int
    holding: tuple[int, ...]

    def weight(self, term: int) -> float:
        """BM25's inverse document frequency."""
        holding = min(self.holding[term], self.documents)
        return math.log(1 + (self.documents - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document to be judged: its signatures (of the body: the first ones), its body's length in tokens, when it
    was published in microseconds, and a number that decides between equals."""

    key: int | str
    title: str
    body: str
    length: int
    published: int
    tie: int


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a judgement. `words` has one share for each positive term."""

    titled: bool
    words: tuple[float, ...]
    near: float
    fresh: float

    @property
    def total(self) -> float:
        """The sum, by which those are ordered that are alike in `titled`."""
        return sum(self.words) + self.near + self.fresh


class Judge:
    """Judges documents against one query. `now` in microseconds."""

    def __init__(self, parsed: ParsedText, rarity: Rarity, now: int) -> None:
        self._finder = Finder(parsed.positive_terms)
        self._weights = [rarity.weight(term) for term in range(len(parsed.positive_terms))]
        self._now = now
        self._clauses = parsed.wanted_numbers
        self._titles_first = parsed.titles_first
        self._single = [numbers[0] for numbers in self._clauses if len(numbers) == 1]
        """The terms that every hit must hold, in the order asked."""

    def order(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The best first; equals the newest first."""
        scores = {one.key: self.score(one) for one in candidates}

        def rank(one: Candidate) -> tuple[bool, float, int, int]:
            score = scores[one.key]
            return score.titled, round(score.total, 6), one.published, one.tie

        return sorted(candidates, key=rank, reverse=True)

    def score(self, candidate: Candidate) -> Score:
        """What speaks for one document."""
        title, body = self._finder.find(candidate.title), self._finder.find(candidate.body)
        words = self._words(title, body, candidate)
        together = sum(words)
        near = max(_nearness(title, self._single), _nearness(body, self._single))
        age = max(0.0, (self._now - candidate.published) / YEAR)
        return Score(
            titled=self._holds_everything(title),
            words=words,
            near=NEAR_SHARE * near * together,
            fresh=freshness(age) * together,
        )

    def _holds_everything(self, title: Sequence[Occurrence]) -> bool:
        held = {one.term for one in title if one.form > Form.LOOSE}
        return self._titles_first and bool(self._clauses) and all(held & set(numbers) for numbers in self._clauses)

    def _words(
        self, title: Sequence[Occurrence], body: Sequence[Occurrence], candidate: Candidate
    ) -> tuple[float, ...]:
        """What each term is worth."""
        in_title, in_body = [0.0] * len(self._weights), [0.0] * len(self._weights)
        for one in title:
            in_title[one.term] += FORM_WEIGHTS[one.form]
        for one in body:
            in_body[one.term] += FORM_WEIGHTS[one.form]
        # What stands further down than is looked at here still holds every term, somehow.
        least = FORM_WEIGHTS[Form.KEY] if candidate.length > HEAD else 0.0
        longer = 1 - LENGTH_SHARE + LENGTH_SHARE * candidate.length / USUAL_LENGTH
        shares = []
        for weight, high, low in zip(self._weights, in_title, in_body, strict=True):
            frequency = TITLE_WEIGHT * high + max(low, least) / longer
            shares.append(weight * frequency * (SATURATION + 1) / (frequency + SATURATION))
        return tuple(shares)


def _nearness(found: Sequence[Occurrence], wanted: Sequence[int]) -> float:
    """1 where the wanted terms stand side by side in their order, less the farther apart each pair is, else 0."""
    if len(wanted) < 2:
        return 0.0
    places = {number: [one for one in found if one.term == number and one.form > Form.LOOSE] for number in wanted}
    pairs = pairwise(wanted)
    return sum(_pair(places[first], places[second]) for first, second in pairs) / (len(wanted) - 1)


def _pair(first: Sequence[Occurrence], second: Sequence[Occurrence]) -> float:
    """1 where one of the second stands right behind one of the first, less for each token between them."""
    if not second:
        return 0.0
    best = _FAR
    length = second[0].length  # a term is as long wherever it stands
    places = [other.place for other in second]
    for one in first:
        following = bisect_left(places, one.place + one.length)
        if following < len(places):
            best = min(best, places[following] - one.place - one.length)
        latest = 1 + one.place - length
        preceding = bisect_right(places, latest)
        if preceding:
            best = min(best, latest - places[preceding - 1])
    return 1 - best / _FAR
