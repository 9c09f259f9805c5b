"""English inflection by the rules of its spelling, and the two ways to spell it.

The lexicon keeps one lemma a form: `closer` is of `closer`, `fixing` of a noun `fixe`. Where it knows other forms
that only a verb or only an adjective has, the remaining ones are its too, if the lexicon has such forms at all.
A gerund that the lexicon takes for a noun, and knows a plural of, stays one: `housing` is not found by `house`.
The most frequent verbs, irregular or not, have theirs all the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from search.analysis.compiling.irregular import IRREGULAR
from search.analysis.compiling.verbs import FREQUENT

_VOWELS = "aeiou"
_VERB_ENDINGS = ("ing", "ed")
_SIBILANTS = ("x", "ss", "zz", "ch", "sh")  # their "-es" and "-ed" are of no word in -e
_LEAST = 3  # letters of a word that is inflected by rule

# The British ending, the American one; each where the rest of the word is the same.
_SPELLINGS = tuple(
    (re.compile(british + "$"), american)
    for british, american in (
        (r"(?<=\w\w)our(able|ful|hood|ite|less|y|er|)", r"or\1"),
        (r"(?<=\w\w\w)is(e|er|ation)", r"iz\1"),
        ("lyse", "lyze"),
        (r"(?<=\w\w)([bt])re", r"\1er"),
        (r"(?<=\w\w\w)ogue", "og"),
        (r"(?<=\w)(f|c)ence", r"\1ense"),
        ("gramme", "gram"),
        (r"(?<=\w\w\w)eable", "able"),
        (r"(?<=[aeiou][^aeiou][aeiou])ll(er|or)", r"l\1"),
    )
)


def amend(table: dict[str, set[str]]) -> None:
    """Give forms the lemmas that grammar says they have too, in place."""
    forms_of: dict[str, set[str]] = defaultdict(set)
    for form, lemmas in table.items():
        for lemma in lemmas:
            forms_of[lemma].add(form)
    for lemma, forms in forms_of.items():
        if len(lemma) < _LEAST or not lemma.isascii():
            continue
        is_frequent = lemma in IRREGULAR["en"] or lemma in FREQUENT
        if is_frequent or any(not forms.isdisjoint(inflected(lemma, end)) for end in _VERB_ENDINGS):
            _add(table, lemma, _VERB_ENDINGS, with_nouns=is_frequent)
            if is_frequent or not _is_adjective(table, lemma, forms):  # `news` is of no verb `new`
                _add(table, lemma, ("s",))
        if lemma.endswith(_SIBILANTS) and lemma in forms:
            _add(table, lemma, ("es", *_VERB_ENDINGS))
        if _is_adjective(table, lemma, forms):
            _add(table, lemma, ("er",))
    _join_spellings(table, forms_of)


def _is_adjective(table: dict[str, set[str]], word: str, forms: set[str]) -> bool:
    """Whether a word has a superlative, rather than what "thou" did with the verb: `callest`."""
    if forms.isdisjoint(inflected(word, "est")):
        return False
    stem = word[:-1] + "i" if word.endswith("y") else word
    return f"{stem}ly" in table or f"{stem}ness" in table


def inflected(word: str, ending: str) -> Iterator[str]:
    """A word with "s", "ing", "ed", "er" or "est", as spelling has it; two where British and American differ."""
    last = word[-1]
    if ending == "s":
        yield f"{word[:-1]}ies" if last == "y" and word[-2] not in _VOWELS else word + _s_behind(word)
    elif word.endswith("ie") and ending == "ing":
        yield word[:-2] + "ying"
    elif last == "e":
        yield (word if ending == "ing" and word.endswith(("ee", "oe", "ye")) else word[:-1]) + ending
    elif last == "y" and ending != "ing" and word[-2] not in _VOWELS:
        yield word[:-1] + "i" + ending
    elif last == "c":
        yield word + "k" + ending
    elif not _ends_in_one_vowel_and_consonant(word):
        yield word + ending
    else:
        yield word + last + ending
        if sum(letter in _VOWELS for letter in word) > 1:  # by stress: refer, referring; offer, offering
            yield word + ending


def _s_behind(word: str) -> str:
    return "es" if word.endswith((*_SIBILANTS, "o")) else "s"


def _ends_in_one_vowel_and_consonant(word: str) -> bool:
    before, vowel, last = word[-3], word[-2], word[-1]
    is_one = vowel in _VOWELS and (before not in _VOWELS or (before == "u" and word[-4:-3] == "q"))
    return is_one and last not in _VOWELS and last not in "wxy"


def _add(table: dict[str, set[str]], lemma: str, endings: Iterable[str], *, with_nouns: bool = True) -> None:
    """Add the lemma to those of its forms that are words; `with_nouns`, to gerunds that have a plural too."""
    for ending in endings:
        for form in inflected(lemma, ending):
            if form in table and (with_nouns or ending != "ing" or f"{form}s" not in table):
                table[form].add(lemma)


def _join_spellings(table: dict[str, set[str]], forms_of: dict[str, set[str]]) -> None:
    for british in forms_of:
        for pattern, replacement in _SPELLINGS:
            american = pattern.sub(replacement, british)
            if american != british and american in forms_of:
                for form in forms_of[british] | forms_of[american]:
                    table[form].update((british, american))
