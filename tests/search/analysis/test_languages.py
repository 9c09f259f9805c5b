"""A text's language is found from its words."""

import pytest

from search.analysis import detect_language, group_of, tokens_of


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
