"""A text's language is found from its words."""

import pytest

from search.analysis import detect_language, group_of, tokens_of
from search.analysis.votes import is_plainly


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Komuna duhet të ndërtojë rrugë të reja për qytetarët e saj", "sq"),
        ("Komuna duhet te ndertoje rruge te reja per qytetaret e saj", "sq"),
        ("Opština treba da izgradi nove puteve za svoje građane", "hbs"),
        ("Opstina treba da izgradi nove puteve za svoje gradjane", "hbs"),
        ("Општина треба да изгради нове путеве за своје грађане", "hbs"),
        ("Општината треба да изгради нови патишта за своите граѓани", "mk"),
        ("Opštinata treba da izgradi novi patišta za svoite gragjani", "mk"),
        ("Belediye vatandaşları için yeni yollar yapmalı", "tr"),
        ("The municipality should build new roads for its citizens", "en"),
    ],
)
def test_language_of_a_sentence_is_found(text: str, language: str) -> None:
    assert detect_language(text)[0] == language


@pytest.mark.parametrize("text", ["", "  ", "12.03.2024", "👍", "公開", "\ud83d"])
def test_text_without_words_has_no_language(text: str) -> None:
    assert detect_language(text) == ()


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("sr-latn", "hbs"),
        ("sr", "hbs"),
        ("bs_BA", "hbs"),
        ("sq-XK", "sq"),
        ("EN", "en"),
        ("und", None),
        (None, None),
    ],
)
def test_language_tags_lead_to_the_language_of_keys(code: str | None, group: str | None) -> None:
    assert group_of(code) == group


def test_sentence_in_another_language_keeps_both() -> None:
    albanian = "Komuna duhet të ndërtojë rrugë të reja për qytetarët e saj."
    english = "The municipality should build new roads for its own citizens."
    tokens = list(tokens_of(f"{albanian} {english}", "sq"))
    roads = next(token for token in tokens if token.text == "roads")
    streets = next(token for token in tokens if token.text == "rrugë")
    assert "en:road" in roads.keys
    assert any(key.startswith("sq:") for key in roads.keys)
    assert all(key.startswith("sq:") for key in streets.keys)


def test_undeclared_text_has_the_keys_of_its_sentences() -> None:
    serbian = "Opština treba da izgradi nove puteve za svoje građane."
    albanian = "Komuna duhet të ndërtojë rrugë të reja për të gjithë."
    keys = {token.text: token.keys for token in tokens_of(f"{serbian}\n{albanian}")}
    assert keys["građane"] == ("hbs:građanin",)
    assert keys["rrugë"] == ("sq:rrugë",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sq", "Komuna duhet të ndërtojë rrugë të reja për qytetarët e saj në çdo lagje"),
        ("hbs", "Општина треба да изгради нове путеве за своје грађане и да их одржава као што је рекла"),
        ("hbs", "Opština treba da izgradi nove puteve za svoje građane i da ih održava kao što je rekla"),
        ("mk", "Општината треба да ги изгради новите патишта за граѓаните и да се грижи за нив"),
    ],
)
def test_sentence_full_of_a_languages_frequent_words_is_plainly_in_it(language: str, text: str) -> None:
    words = text.split()
    assert is_plainly(language, words)
    assert detect_language(text)[0] == language
    assert not any(is_plainly(other, words) for other in {"sq", "hbs", "mk", "tr", "en"} - {language})


def test_sentence_without_frequent_words_is_put_to_the_vote() -> None:
    assert not is_plainly("sq", ["komuna", "qyteti", "rruga", "shkolla", "kanalizimi", "banori", "lagjja", "uji"])
