"""What engines answer beside a search: why, what somebody typing may mean or have meant, what is alike.

Every engine brings the same few things it alone can know; what is made of them is here, once.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from search.analysis import Token, is_frequent, query_tokens_of, tokens_of
from search.engines.base import Explanation, Hit, Kept, Suggestion, hit_from
from search.engines.spelling import most_edits, nearest
from search.highlighting import Marker
from search.query import MAX_TEXT, SearchQuery
from search.ranking import Candidate, Rarity, Score
from search.terms import Clause, ParsedText, Term, term_of

_SHORTEST_PREFIX = 2
_WORDS_BEFORE = 6  # of those typed before the one being typed that count
_CORRECTED = 6  # words of a query; who mistypes more has typed nothing to go by
_ALIKE_READ = 2_000  # characters of a text
_ALIKE_WEIGHED, _ALIKE_ASKED = 60, 16  # of its words: the most frequent and longest; of these, the rarest
_ALIKE_SHORTEST = 4
_PROPOSED_BEYOND = 4  # words looked at beyond those wanted, as some may find nothing
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class Word(NamedTuple):
    """A word that occurs: folded, as written, and in how many documents."""

    folded: str
    surface: str
    documents: int


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A title (`place` 0) or a section's label, and where it leads."""

    place: int
    text: str
    language: str
    url_path: str


class Judged(NamedTuple):
    """A document of an answer, with what was thought of it. `key` is the engine's own."""

    key: int | str
    candidate: Candidate
    score: Score


class Proposing(ABC):
    """The part of an engine that is the same for all."""

    @abstractmethod
    def judged(self, query: SearchQuery, document_id: str = "") -> tuple[int, list[Judged]]:
        """How many are found, and the best in order; with an id, of that thing's documents only."""

    @abstractmethod
    def load(self, keys: Sequence[int | str]) -> list[Kept]:
        """Documents by the engine's keys, in that order."""

    @abstractmethod
    def rarity(self, terms: Sequence[Term]) -> Rarity:
        """How many documents hold each term."""

    @abstractmethod
    def which_find(self, queries: Sequence[SearchQuery]) -> list[bool]:
        """Of each query, whether it finds anything."""

    @abstractmethod
    def labels(
        self, words: Sequence[str], prefix: str, institutions: frozenset[str] | None
    ) -> Iterable[FoundLabel]:
        """Labels that hold all the folded words and one that begins with the folded prefix."""

    @abstractmethod
    def completions(self, prefix: str) -> Iterable[Word]:
        """The most frequent words whose folded form begins like this."""

    @abstractmethod
    def neighbours(self, folded: str, edits: int) -> Iterable[Word]:
        """Words that may be that many edits away; more than those do no harm."""

    def explain(self, query: SearchQuery, document_id: str) -> Explanation:
        """Why a document stands where it stands (see SearchEngine.explain)."""
        total, best = self.judged(query)
        _, own = self.judged(query, document_id)
        words = tuple(" ".join(term.exact) for term in query.parsed.positive_terms)
        if not own:
            return Explanation(0, total, "", words, None)
        places = {one.key: place for place, one in enumerate(best, 1)}
        chosen = min(own, key=lambda one: places.get(one.key, len(places) + 1))
        (kept,) = self.load([chosen.key])
        return Explanation(places.get(chosen.key), total, kept.document.part, words, chosen.score)

    def suggest(
        self, prefix: str, *, institutions: frozenset[str] | None = None, limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """Half titles and sections, half words, as far as there are (see SearchEngine.suggest)."""
        text = prefix[:MAX_TEXT]
        tokens = list(tokens_of(text))
        if not tokens or text[tokens[-1].end :]:
            return ()
        *before, last = tokens
        words = [token.folded for token in before[-_WORDS_BEFORE:]]
        if len(last.folded) < _SHORTEST_PREFIX:
            # One digit may end a provision's number; one letter is not worth asking for.
            numbered = bool(words) and last.folded.isdigit()
            labels = list(self._numbered([*words, last.folded], institutions)) if numbered else []
            return tuple(labels[:limit])
        labels = list(self._labels(words, last.folded, institutions))
        surfaces = list(self._words(text, last, institutions, most=limit))
        share = max(limit - len(surfaces), limit // 2)
        return tuple((labels[:share] + surfaces)[:limit])

    def did_you_mean(self, query: SearchQuery) -> str:
        """The text with words that occur (see SearchEngine.did_you_mean)."""
        terms = [term for term in query.parsed.positive_terms if len(term.folded) == 1 and not term.prefix]
        absent = [
            term.folded[0]
            for term, holding in zip(terms, self.rarity(terms).holding if terms else (), strict=True)
            if not holding and most_edits(term.folded[0])
        ]
        text = query.text[:MAX_TEXT]
        meant = {folded: self._meant(folded) for folded in list(dict.fromkeys(absent))[:_CORRECTED]}
        for token in reversed(list(tokens_of(text))):
            if word := meant.get(token.folded):
                text = f"{text[: token.start]}{_in_script_of(token.text, word)}{text[token.end :]}"
        return text if any(meant.values()) else ""

    def more_like(
        self,
        text: str,
        *,
        language: str | None = None,
        without: Collection[str] = (),
        kinds: frozenset[str] | None = None,
        institutions: frozenset[str] | None = None,
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """What holds most of a text's rarest words (see SearchEngine.more_like)."""
        terms, words = self._telling(text, language)
        if not terms:
            return ()
        query = SearchQuery(institutions=institutions, filters={"kind": kinds} if kinds else {})
        object.__setattr__(query, "parsed", ParsedText((Clause(terms),), titles_first=False))
        _, best = self.judged(query)
        # One word alone tells nothing.
        best = [one for one in best if sum(share > 0 for share in one.score.words) >= min(2, words)]
        alike = [one.key for one in sorted(best, key=lambda one: -sum(one.score.words))]
        alike = alike[: limit + 20 * len(without)]  # a thing may have a document a language and version
        marker = Marker(terms)
        kept = [one for one in self.load(alike) if one.document.id not in without]
        return tuple(hit_from(one, marker) for one in kept[:limit])

    def _labels(
        self, words: Sequence[str], prefix: str, institutions: frozenset[str] | None
    ) -> Iterator[Suggestion]:
        seen = set()
        found = self.labels(words, prefix, institutions)
        for label in sorted(found, key=lambda one: (one.place > 0, len(one.text), one.text, one.url_path)):
            if label.text.casefold() not in seen:
                seen.add(label.text.casefold())
                kind = "section" if label.place else "title"
                yield Suggestion(label.text, kind, language=label.language, url_path=label.url_path)

    def _numbered(self, row: Sequence[str], institutions: frozenset[str] | None) -> Iterator[Suggestion]:
        """Labels in which these words, of which the last is a number, stand in a row."""
        asked = f" {' '.join(row)} "
        for label in self._labels(row[:-1], row[-1], institutions):
            if asked in f" {' '.join(token.folded for token in tokens_of(label.text))} ":
                yield label

    def _words(
        self, text: str, last: Token, institutions: frozenset[str] | None, most: int
    ) -> Iterator[Suggestion]:
        """Words that go on from the last one, each in its most frequent form, with which something is found."""
        words = self._different(last)[: most + _PROPOSED_BEYOND]
        typed = text[: last.start]
        # What stands before a colon means what the asker says; the engine alone would misread it.
        before = "" if ":" in typed else typed
        finding = [True] * len(words)
        if before.strip() or institutions is not None:
            asked = [f"{before}{surface}" for surface, _count in words]
            finding = self.which_find([SearchQuery(text=one, institutions=institutions) for one in asked])
        for (surface, count), finds in zip(words, finding, strict=True):
            if finds:
                yield Suggestion(f"{typed}{surface}", "word", count=count)

    def _different(self, last: Token) -> list[tuple[str, int]]:
        """The frequent words that begin like this, no two of them forms of one; how many documents hold each."""
        by_folded: dict[str, list[Word]] = {}
        for word in self.completions(last.folded):
            by_folded.setdefault(word.folded, []).append(word)
        counts = {folded: sum(word.documents for word in words) for folded, words in by_folded.items()}
        found: list[tuple[str, int]] = []
        known: set[tuple[bool, str]] = set()
        for folded in sorted(by_folded, key=lambda one: (-counts[one], one)):
            surface = _in_script_of(last.text, by_folded[folded])
            script = _is_cyrillic(surface)
            keys = {(script, key) for token in tokens_of(surface) for key in token.keys}
            if known.isdisjoint(keys):
                found.append((surface, counts[folded]))
                known |= keys
        return found

    def _meant(self, folded: str) -> list[Word]:
        return nearest(folded, self.neighbours(folded, most_edits(folded)))

    def _telling(self, text: str, language: str | None) -> tuple[tuple[Term, ...], int]:
        """The words of a text that tell most about it: those that occur often in it and rarely elsewhere; and how
        many words it has."""
        terms: dict[str, Term] = {}
        occurring: Counter[str] = Counter()
        tokens = tokens_of(text[:_ALIKE_READ], language) if language else query_tokens_of(text[:_ALIKE_READ])
        for token in tokens:
            if len(token.folded) >= _ALIKE_SHORTEST and not is_frequent(token.exact):
                # By what it is found, not by how it is written, so that two forms of a word are one.
                name = token.keys[0] if token.keys else token.folded
                term = term_of([token], negated=False, prefix=False, quoted=False)
                terms.setdefault(name, replace(term, loose=()))
                occurring[name] += 1
        names = sorted(terms, key=lambda name: (-occurring[name], -len(name), name))[:_ALIKE_WEIGHED]
        if not names:
            return (), 0
        rarity = self.rarity([terms[name] for name in names])
        weights = {
            name: occurring[name] * rarity.weight(number)
            for number, name in enumerate(names)
            if rarity.holding[number]
        }
        telling = sorted(weights, key=lambda name: (-weights[name], name))[:_ALIKE_ASKED]
        return tuple(terms[name] for name in telling), len(names)


def _in_script_of(typed: str, words: Sequence[Word]) -> str:
    """Of one word's spellings, the most frequent in the script that somebody types in, else the most frequent."""
    cyrillic = _is_cyrillic(typed)
    best = min(words, key=lambda word: (_is_cyrillic(word.surface) != cyrillic, -word.documents, word.surface))
    return best.surface


def _is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.search(word))
