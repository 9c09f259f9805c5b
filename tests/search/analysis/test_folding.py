"""One word, however it is written, has one folded form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import MAX_FORM, exact_form, folded_form

SERBIAN_LATIN = "abvgdđežzijklmnoprstćufhcčš"
SERBIAN_CYRILLIC = "абвгдђежзијклмнопрстћуфхцчш"


@pytest.mark.parametrize(
    ("folded", "spellings"),
    [
        ("opstina", ["општина", "Општина", "ОПШТИНА", "opština", "OPŠTINA", "opstina", "opS\u030ctina"]),
        ("ljubav", ["љубав", "ЉУБАВ", "Љубав", "ljubav", "LJUBAV", "Ǉubav", "ǈubav"]),
        ("nje", ["ње", "ЊЕ", "nje", "ǋe"]),
        ("dzep", ["џеп", "Џеп", "džep", "dzep", "ǅep", "ѕеп"]),
        ("dorde", ["Ђорђе", "Đorđe", "Djordje", "DJORDJE", "Ðorðe"]),
        ("ceshtje", ["çështje", "ÇËSHTJE", "ceshtje", "c\u0327e\u0308shtje"]),
        ("qeverise", ["qeverisë", "qeverise", "QEVERISË"]),
        ("kuka", ["куќа", "кука", "kukja", "kuḱa", "КУЌА"]),
        ("goce", ["ѓоце", "гоце", "gjoce", "ǵoce"]),
        ("isparta", ["ISPARTA", "ısparta", "isparta", "İSPARTA", "Isparta"]),
        ("cicek", ["çiçek", "ÇİÇEK", "cicek"]),
        (
            "odluka",
            ["odluka", "ODLUKA", "одлука", "ｏｄｌｕｋａ", "od\u200bluka", "od\u00adluka", "\u202eodluka\u202c"],
        ),
        ("strasse", ["Straße", "STRASSE", "strasse"]),
        ("lodz", ["Łódź", "lodz"]),
        ("socijalno", ["социјално", "socijalno", "соци\u0458ално"]),
        ("obedinet", ["обединет", "obedinet"]),
    ],
)
def test_folded_form_of_every_spelling_is_the_same(folded: str, spellings: list[str]) -> None:
    assert {spelling: folded_form(spelling) for spelling in spellings} == dict.fromkeys(spellings, folded)


@pytest.mark.parametrize(
    ("exact", "spellings"),
    [
        ("opština", ["Општина", "OPŠTINA", "opština", "ops\u030ctina"]),
        ("opstina", ["opstina", "OPSTINA"]),
        ("đorđe", ["Ђорђе", "ĐORĐE"]),
        ("djordje", ["Djordje"]),
        ("çështje", ["ÇËSHTJE", "c\u0327ështje"]),
        ("istanbul", ["İstanbul", "ISTANBUL"]),
        ("ısparta", ["ısparta"]),
    ],
)
def test_exact_form_joins_case_and_script_but_keeps_diacritics(exact: str, spellings: list[str]) -> None:
    assert {spelling: exact_form(spelling) for spelling in spellings} == dict.fromkeys(spellings, exact)


def test_folded_form_keeps_vowel_signs_that_carry_meaning() -> None:
    assert folded_form("हिन्दी") != folded_form("हनद")


def test_forms_of_an_endless_word_are_cut() -> None:
    assert len(exact_form("ž" * 100_000)) == len(folded_form("ž" * 100_000)) == MAX_FORM


@given(st.text(alphabet=SERBIAN_LATIN, min_size=1, max_size=30))
def test_serbian_word_is_the_same_in_both_scripts(word: str) -> None:
    cyrillic = word.translate(str.maketrans(SERBIAN_LATIN, SERBIAN_CYRILLIC))
    assert (exact_form(cyrillic), folded_form(cyrillic)) == (exact_form(word), folded_form(word))


@given(st.text(max_size=80))
def test_folding_what_is_folded_changes_nothing(word: str) -> None:
    assert folded_form(folded_form(word)) == folded_form(word)


@given(st.text(max_size=80))
def test_exact_form_of_what_is_exact_changes_nothing(word: str) -> None:
    assert exact_form(exact_form(word)) == exact_form(word)


@given(st.text(max_size=80))
def test_exact_form_decides_the_folded_one(word: str) -> None:
    assert folded_form(exact_form(word)) == folded_form(word)


@given(st.text(alphabet="aeiouëçčćšžđäöüñ", max_size=30))
def test_accents_written_together_or_apart_are_the_same(word: str) -> None:
    apart = unicodedata.normalize("NFD", word)
    assert (exact_form(apart), folded_form(apart)) == (exact_form(word), folded_form(word))


@given(st.text(max_size=60))
def test_forms_hold_nothing_that_would_part_words(word: str) -> None:
    for form in (exact_form(word), folded_form(word)):
        assert not any(character.isspace() or unicodedata.category(character)[0] in "PZC" for character in form), (
            form
        )
