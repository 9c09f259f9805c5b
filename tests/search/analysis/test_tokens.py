"""Texts become words that know where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import tokens_of


def words(text: str) -> list[str]:
    return [token.text for token in tokens_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neni 5 i Ligjit nr. 05/L-040", ["Neni", "5", "i", "Ligjit", "nr", "05", "L", "040"]),
        ("до 12.03.2024 год.", ["до", "12", "03", "2024", "год"]),
        ("pishite na info@rks-gov.net!", ["pishite", "na", "info", "rks", "gov", "net"]),
        ("t'i s’ka Ankara'nın", ["t", "i", "s", "ka", "Ankara", "nın"]),
        ("socio-ekonomski, e-mail", ["socio", "ekonomski", "e", "mail"]),
        ("kom\u200buna e Pri\u00adshtinës", ["kom\u200buna", "e", "Pri\u00adshtinës"]),
        ("re\u0301sume\u0301 ok", ["re\u0301sume\u0301", "ok"]),
        ("snake_case 1.000,50 €", ["snake", "case", "1", "000", "50"]),
        ("公開協議", ["公", "開", "協", "議"]),
        ("👍🏽 bravo 👨‍👩‍👧", ["bravo"]),
        ("?! … «—» ()", []),
        ("\u200b\u200f\u202e", []),
        ("", []),
        ("שָׁלוֹם مرحبا", ["שָׁלוֹם", "مرحبا"]),
        ("half \ud83d pair \x00 null", ["half", "pair", "null"]),
    ],
)
def test_tokens_of_text_are_its_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_token_knows_its_place_and_forms() -> None:
    (_, token) = tokens_of("Naša ОПШТИНА")
    assert (token.text, token.start, token.end) == ("ОПШТИНА", 5, 12)
    assert (token.exact, token.folded) == ("opština", "opstina")


@given(st.text(max_size=400))
def test_offsets_give_back_the_word_and_never_overlap(text: str) -> None:
    end = 0
    for token in tokens_of(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        assert token.exact
        assert token.folded
        end = token.end


@given(st.lists(st.text(alphabet="abcšđéшљ", min_size=1, max_size=8), max_size=20))
def test_words_between_blanks_are_found_as_they_are(expected: list[str]) -> None:
    assert words(" , ".join(expected)) == expected


@given(st.text(max_size=200), st.text(max_size=200))
def test_tokens_of_two_texts_are_those_of_each(before: str, after: str) -> None:
    joined = [token.folded for token in tokens_of(f"{before}\n{after}")]
    assert joined == [token.folded for text in (before, after) for token in tokens_of(text)]


def test_text_of_one_endless_word_is_one_token() -> None:
    (token,) = tokens_of("ж" * 100_000)
    assert (token.start, token.end) == (0, 100_000)
    assert token.exact == "ž" * 64
