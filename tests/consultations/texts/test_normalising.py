"""What is done to a person's words: nothing but what could harm."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.texts.normalising import Unstorable, normalise_line, normalise_text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Здраво \r\n\r\nсвете\r", "Здраво\n\nсвете"),
        ("one\n\n\n\n\n\ntwo", "one\n\n\ntwo"),
        ("a\x00b\x07c\td", "abc\td"),
        ("e\u0308 c\u030c", "ë č"),
        ("safe\u202etxt.exe\u202c", "safetxt.exe"),
        ("\u2066isolated\u2069 \u202bembedded\u202c", "isolated embedded"),
        ("zero\u200bwidth\ufeff, soft\u00adhyphen", "zerowidth, softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d👧 and 🏳\ufe0f\u200d🌈", "👩\u200d👧 and 🏳\ufe0f\u200d🌈"),
        ("a\u200d\u200d\u200db", "a\u200db"),
        ("\u200d start, end\u200c", "start, end"),
        ("עברית\u200f!", "עברית\u200f!"),
        ("hidden\U000e0041\U000e0042 tags", "hidden tags"),
        ("line\u2028separator\u2029paragraph\u0085next", "line\nseparator\nparagraph\nnext"),
        ("<script>alert('x')</script> & \"q\"", "<script>alert('x')</script> & \"q\""),
        ("\x00\u202e\u200b \n", ""),
    ],
)
def test_text_keeps_words_and_loses_what_could_harm(typed, stored):
    assert normalise_text(typed) == stored


@pytest.mark.parametrize("typed", ["half a \ud83d character", "\udfff"])
def test_half_a_character_is_refused(typed):
    with pytest.raises(Unstorable):
        normalise_text(typed)
    with pytest.raises(Unstorable):
        normalise_line(typed)


def test_line_has_one_line():
    assert normalise_line(" Ана \n\t Марија\r\nПетровска ") == "Ана Марија Петровска"


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
NASTY = st.text(
    st.sampled_from("ab ё\u0308е\u200d\u200c\u202e\u2066\x00\r\n\t\u00ad🏳👩\ufe0f\u200b\ufeff\u0301\u2028क\u094d"),
    max_size=40,
)


@given(ANYTHING | NASTY)
def test_normalising_twice_changes_nothing(text):
    once = normalise_text(text)

    assert normalise_text(once) == once
    assert normalise_line(normalise_line(text)) == normalise_line(text)


@given(ANYTHING | NASTY)
def test_stored_text_can_be_stored_and_shown(text):
    stored = normalise_text(text)

    assert stored.encode().decode() == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in stored)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(stored)
    assert stored == stored.strip()


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po"]), min_size=1))
def test_letters_digits_and_punctuation_all_stay(text):
    assert normalise_text(text) == unicodedata.normalize("NFC", text)
