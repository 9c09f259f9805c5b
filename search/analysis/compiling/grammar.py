"""What grammars say and the lexicons leave out or tell otherwise: irregular words and verbal nouns.

Written by hand from school grammar; not learnt from any annotated text.
"""

import re
from collections.abc import Iterator

from search.analysis.compiling import english
from search.analysis.compiling.irregular import IRREGULAR
from search.analysis.folding import folded_form

_VERBAL_NOUNS = {
    "hbs": ("nje", "nja", "njem", "nju", "njima"),
    "mk": ("nje", "njeto", "njevo", "njeno", "nja", "njata", "njava", "njana"),
}
_VERB_ENDINGS = {"hbs": ("ti", "ći"), "mk": ("a", "i", "e")}
_WORDS_OF_A_LETTER = {"mk": {"e": {"sum"}}}  # forms of other lemmas
_AORISTS = ("ır", "ir", "ur", "ür", "ar", "er", "r")
_PARTICIPLES = ("acak", "ecek", "maz", "mez", "ma", "me", *_AORISTS)
_DERIVATIONS = tuple(map(re.compile, ("l[ıiuü][kğ]", "[cç][ıiuü]", "l[ıiuü]", "s[ıiuü]z", "y?[ıiuü]c[ıiuü]")))
_ABILITY = re.compile("y?[ae]bil(ecek|ir)?$")
_BEHIND_AORIST = re.compile("$|d[ıiuü]|s[aeıiuü]|m[ıiuü]ş|l[ae]r|ken|[ıiuü][mz]|c[ae]")
_INFINITIVES = ("mak", "mek")


def amend(language: str, table: dict[str, set[str]]) -> None:
    """Bring the grammar's knowledge into a table of exact forms and their lemmas, in place."""
    for lemma, forms in IRREGULAR.get(language, {}).items():
        for form in (lemma, *forms.split()):
            table.setdefault(form, set()).add(lemma)
    if language in _VERBAL_NOUNS:
        _give_verbal_nouns_their_own_lemma(language, table)
    if language == "en":
        english.amend(table)
    if language == "mk":
        _give_gerunds_their_own_lemma(table)
    if language == "tr":
        _give_derived_words_their_own_lemma(table)
        _lead_participles_to_their_verb(table)
    _let_letters_be_themselves(language, table)


def _let_letters_be_themselves(language: str, table: dict[str, set[str]]) -> None:
    """`m` is no form of `be`, nor `l` of `lice`: what letters abbreviate is many words."""
    own = _WORDS_OF_A_LETTER.get(language, {})
    for form, lemmas in table.items():
        if len(folded_form(form)) == 1:
            letters = {lemma for lemma in lemmas if len(folded_form(lemma)) == 1}
            table[form] = (letters or {form}) | own.get(form, set())


def _give_verbal_nouns_their_own_lemma(language: str, table: dict[str, set[str]]) -> None:
    """`rešavanje` is looked up under itself, in every case, and not under `rešavati` in some."""
    for form, lemmas in list(table.items()):
        ending = next((end for end in _VERBAL_NOUNS[language] if form.endswith(end)), "")
        stem = form[: len(form) - len(ending)]
        if not ending or not stem.endswith(("a", "e", "i", "u", "v", "d", "š", "ž", "č", "l")):
            continue
        verbs = {one for one in lemmas if one.endswith(_VERB_ENDINGS[language]) and not one.endswith("nje")}
        if verbs and len(stem) > 2:
            lemmas -= verbs
            lemmas.add(stem + "nje")
            table.setdefault(stem + "nje", set()).add(stem + "nje")


def _give_gerunds_their_own_lemma(table: dict[str, set[str]]) -> None:
    for form in table:
        if form.endswith("jkji"):  # -јќи
            table[form] = {form}


def _give_derived_words_their_own_lemma(table: dict[str, set[str]]) -> None:
    """`gözlemcilere` is of `gözlemci`, observer, which has an entry of its own, and not of `gözlem`."""
    lemmas = {lemma for found in table.values() for lemma in found}
    for form, found in table.items():
        for lemma in list(found):
            if len(form) > len(lemma) + 1 and form.startswith(lemma):
                derived = next((one for one in _derived(lemma, form[len(lemma) :]) if one in lemmas), None)
                if derived:
                    found.discard(lemma)
                    found.add(derived)


def _derived(lemma: str, rest: str) -> Iterator[str]:
    for derivation in _DERIVATIONS:
        if match := derivation.match(rest):
            yield lemma + match.group().replace("ğ", "k")


def _lead_participles_to_their_verb(table: dict[str, set[str]]) -> None:
    """`gelir`, "income", is a form of gel-, "come": so are all forms of the noun. So is `verme`, "giving"."""
    lemmas = {lemma for found in table.values() for lemma in found}
    verbs = {form[: -len(ending)] for ending in _INFINITIVES for form in table if form.endswith(ending)} & lemmas
    verbs -= {verb for verb in verbs if verb.endswith(("ma", "me")) and verb[:-2] in verbs}
    verb_of: dict[str, str] = {}
    for lemma in lemmas:
        able = _ABILITY.sub("", lemma)
        if able != lemma and able in verbs:
            verb_of[lemma] = able
            continue
        if lemma in verbs:
            continue
        for ending in _PARTICIPLES:
            if lemma.endswith(ending) and lemma[: -len(ending)] in verbs and len(lemma) > len(ending) + 1:
                verb_of[lemma] = lemma[: -len(ending)]
                break
    for found in table.values():
        found.update([verb_of[lemma] for lemma in found if lemma in verb_of])
    _part_verbs_that_look_like_an_aorist(table, verbs)


def _part_verbs_that_look_like_an_aorist(table: dict[str, set[str]], verbs: set[str]) -> None:
    """`koparıp` is of kopar-, "tear off", and not of kop-, "break off"; `kopar` and `kopardı` may be of both."""
    longer = {verb: [verb + end for end in _AORISTS if verb + end in verbs] for verb in sorted(verbs)}
    shorter = {one: verb for verb, found in longer.items() for one in found}
    for form, found in table.items():
        for lemma in sorted(found):
            if lemma in shorter and form.startswith(lemma) and _BEHIND_AORIST.match(form, len(lemma)):
                found.add(shorter[lemma])
            for one in longer.get(lemma, ()):
                if form.startswith(one):
                    found.add(one)
                    if not _BEHIND_AORIST.match(form, len(one)):
                        found.discard(lemma)
