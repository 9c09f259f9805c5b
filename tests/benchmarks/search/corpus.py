"""Seeded texts of any number in four languages, with word frequencies like a language's own.

The frequent words are those of the demo's submissions, by how often they occur there; behind them come tens of
thousands of forms from open lexicons. A word's frequency falls with its rank as Zipf and Mandelbrot found
(1 / (rank + 2.7) ** 1.07). Forms of known families are strewn in between, so that recall can be counted.
"""

import datetime as dt
import itertools
import random
import tomllib
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from search.documents import SearchDocument

HERE = Path(__file__).resolve().parent
DEMO = HERE.parents[2] / "cms" / "demo" / "content" / "consultations"
LEXICONS = {"sq": "sq", "sr-latn": "hbs", "mk": "mk", "en": "en"}
SHARES = {"sq": 0.4, "sr-latn": 0.15, "mk": 0.35, "en": 0.1}
FORMS = 40_000
FAMILY_SHARE = 0.2
INSTITUTIONS = 38
ORGANISATIONS = 200
PROVISIONS = 2_000
TOPICS = 60
OUTCOMES = ("accepted", "partly_accepted", "rejected", "noted", "")
STATES = ("published", "answered")
YEARS = tuple(range(2018, 2027))
SHORTEST, MEAN_WORDS = 8, 53  # of a body; the demo's submissions have 49
SPACE = uuid.UUID("6b1f7a52-7d3c-4c0e-9a3e-0c1a54c1d2a0")


@dataclass(frozen=True)
class Written:
    """A document's words, before any engine: what both sides of the benchmark index."""

    number: int
    language: str
    title: str
    body: str
    institution: str
    state: str
    outcome: str
    year: int
    organisation: str
    provision: str
    topic: str
    published_at: dt.datetime
    family: tuple[str, int] | None

    @property
    def uuid(self) -> uuid.UUID:
        """The same for the same number."""
        return uuid.uuid5(SPACE, str(self.number))


def families() -> dict[str, list[list[str]]]:
    """Forms of one word, by language."""
    found: dict[str, list[list[str]]] = tomllib.loads((HERE / "families.toml").read_text(encoding="utf-8"))
    return found


def names(what: str, number: int) -> list[str]:
    """Identifiers in text, the same in every run."""
    return [str(uuid.uuid5(SPACE, f"{what} {i}")) for i in range(number)]


class Corpus:
    """`texts(n)` yields the first n texts, of so many words on average; equal seeds give equal texts."""

    def __init__(self, seed: int = 1, mean_words: int = MEAN_WORDS) -> None:
        self.seed = seed
        self._beyond_shortest = max(1, mean_words - SHORTEST)
        self.families = families()
        self.words = {language: _ranked(language, seed, self.families[language]) for language in LEXICONS}
        self.weights = {
            language: list(itertools.accumulate((rank + 2.7) ** -1.07 for rank in range(1, len(words) + 1)))
            for language, words in self.words.items()
        }
        self.institutions = names("institution", INSTITUTIONS)
        self.organisations = names("organisation", ORGANISATIONS)
        self.provisions = names("provision", PROVISIONS)

    def texts(self, number: int) -> Iterator[Written]:
        """The first `number` texts."""
        rng = random.Random(self.seed)
        languages = rng.choices(list(SHARES), list(SHARES.values()), k=number)
        return (self._text(rng, i, language) for i, language in enumerate(languages))

    def _words(self, rng: random.Random, language: str, number: int) -> list[str]:
        return rng.choices(self.words[language], cum_weights=self.weights[language], k=number)

    def _text(self, rng: random.Random, number: int, language: str) -> Written:
        words = self._words(rng, language, int(rng.expovariate(1 / self._beyond_shortest)) + SHORTEST)
        family = None
        if rng.random() < FAMILY_SHARE:
            chosen = rng.randrange(len(self.families[language]))
            family = (language, chosen)
            words[rng.randrange(len(words))] = rng.choice(self.families[language][chosen])
        year = rng.choice(YEARS)
        day = dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(525_000))
        return Written(
            number=number,
            language=language,
            title=" ".join(self._words(rng, language, 5)),
            body=" ".join(words),
            institution=self.institutions[min(int(rng.expovariate(0.15)), INSTITUTIONS - 1)],
            state=rng.choice(STATES),
            outcome=rng.choice(OUTCOMES),
            year=year,
            organisation=rng.choice(self.organisations) if rng.random() < 0.2 else "",
            provision=rng.choice(self.provisions),
            topic=f"topic-{rng.randrange(TOPICS)}",
            published_at=day,
            family=family,
        )


def document(text: Written, version: int = 1) -> SearchDocument:
    """The text as the search engine takes it."""
    return SearchDocument(
        id=f"submission:{text.uuid}",
        kind="submission",
        institution=text.institution,
        language=text.language,
        state=text.state,
        year=text.year,
        title=text.title,
        body=text.body,
        url_path=f"submissions/{text.uuid}/",
        published_at=text.published_at,
        version=version,
        outcome=text.outcome,
        provisions=(text.provision,),
        organisations=(text.organisation,) if text.organisation else (),
        topics=(text.topic,),
    )


def _ranked(language: str, seed: int, families: list[list[str]]) -> list[str]:
    """The language's words, most frequent first; no form of a family among them."""
    planted = {form for family in families for form in family}
    counted: Counter[str] = Counter()
    for text in _demo_texts()[language]:
        counted.update(word for word in text.split() if word.strip(".,;:!?„“”").lower() not in planted)
    frequent = [word for word, _count in counted.most_common()]
    dictionary = DefaultDictionaryFactory().get_dictionary(LEXICONS[language])
    forms = sorted(
        form
        for form in map(str, dictionary)
        if form.isalpha() and form.islower() and len(form) > 2 and form not in planted and _fits(form, language)
    )
    random.Random(seed).shuffle(forms)
    return frequent + forms[:FORMS]


def _fits(form: str, language: str) -> bool:
    """The lexicon of Serbian has both scripts: one will do here."""
    return form[0] < "\u0400" if language == "sr-latn" else True


def _demo_texts() -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for path in sorted(DEMO.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["submissions"]:
            texts[row["language"]].append(row["text"])
    return texts
