"""Two hundred questions as people ask them, drawn from the corpus itself, and fifty inflected words."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.benchmarks.search.corpus import Corpus, Written

KINDS = ("frequent", "rare", "two words", "phrase", "filtered", "without or prefix")
SAMPLE = 2_000


@dataclass(frozen=True)
class Question:
    """What is asked, and what it is narrowed to. `words` is the same without operators."""

    kind: str
    text: str
    words: str
    filters: dict[str, str] = field(default_factory=dict)


def questions(corpus: Corpus, number: int = 200) -> list[Question]:
    """`number` questions, the kinds taking turns; equal seeds give equal questions."""
    rng = random.Random(corpus.seed + 1)
    sample = list(corpus.texts(SAMPLE))
    makers = (_frequent, _rare, _two_words, _phrase, _filtered, _operators)
    return [
        maker(rng, corpus, rng.choice(sample)) for maker, _ in zip(_turns(makers), range(number), strict=False)
    ]


def inflected(corpus: Corpus) -> list[tuple[str, tuple[str, int]]]:
    """(form asked with, family wanted) for every family: the form changes from family to family."""
    return [
        (family[number % len(family)], (language, number))
        for language, known in corpus.families.items()
        for number, family in enumerate(known)
    ]


def _turns(makers: tuple[object, ...]) -> Iterator[object]:
    while True:
        yield from makers


def _frequent(rng: random.Random, corpus: Corpus, text: Written) -> Question:
    word = _plain(corpus.words[text.language][rng.randrange(5, 60)])
    return Question("frequent", word, word)


def _rare(rng: random.Random, corpus: Corpus, text: Written) -> Question:
    word = corpus.words[text.language][-rng.randrange(1, 20_000)]
    return Question("rare", word, word)


def _two_words(rng: random.Random, corpus: Corpus, text: Written) -> Question:
    words = " ".join(_plain(word) for word in rng.sample(text.body.split(), 2))
    return Question("two words", words, words)


def _phrase(rng: random.Random, corpus: Corpus, text: Written) -> Question:
    words = text.body.split()
    start = rng.randrange(len(words) - 2)
    phrase = " ".join(_plain(word) for word in words[start : start + 2])
    return Question("phrase", f'"{phrase}"', phrase)


def _filtered(rng: random.Random, corpus: Corpus, text: Written) -> Question:
    word = _plain(rng.choice(text.body.split()))
    return Question("filtered", word, word, {"institution": text.institution, "year": str(text.year)})


def _operators(rng: random.Random, corpus: Corpus, text: Written) -> Question:
    first, second, third = (_plain(word) for word in rng.sample(text.body.split(), 3))
    asked = rng.choice((f"{first} -{second}", f"{first} OR {second}", f"{third[:4]}*"))
    return Question("without or prefix", asked, first)


def _plain(word: str) -> str:
    return word.strip(".,;:!?„“”\"'()-") or word
