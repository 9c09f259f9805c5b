"""English spelling makes the forms, and the lexicon says which of them exist."""

import pytest

from search.analysis.compiling import english


@pytest.mark.parametrize(
    ("word", "ending", "forms"),
    [
        ("walk", "ing", ["walking"]),
        ("hope", "ing", ["hoping"]),
        ("hop", "ing", ["hopping"]),
        ("agree", "ing", ["agreeing"]),
        ("agree", "ed", ["agreed"]),
        ("tie", "ing", ["tying"]),
        ("carry", "ing", ["carrying"]),
        ("carry", "ed", ["carried"]),
        ("play", "ed", ["played"]),
        ("panic", "ed", ["panicked"]),
        ("equip", "ed", ["equipped", "equiped"]),
        ("cancel", "ing", ["cancelling", "canceling"]),
        ("need", "ed", ["needed"]),
        ("remain", "s", ["remains"]),
        ("hope", "s", ["hopes"]),
        ("carry", "s", ["carries"]),
        ("echo", "s", ["echoes"]),
        ("fix", "s", ["fixes"]),
        ("show", "ing", ["showing"]),
        ("happy", "est", ["happiest"]),
        ("thin", "er", ["thinner"]),
    ],
)
def test_endings_follow_the_spelling(word: str, ending: str, forms: list[str]) -> None:
    assert list(english.inflected(word, ending)) == forms


def test_comparative_is_of_its_adjective_where_there_is_a_superlative() -> None:
    table = {one: {one} for one in ("safe", "safer", "safely", "wait", "waiter")} | {"safest": {"safe"}}
    english.amend(table)
    assert table["safer"] == {"safe", "safer"}
    assert table["waiter"] == {"waiter"}


def test_gerund_is_of_the_verb_that_has_a_past() -> None:
    table = {one: {one} for one in ("star", "staring", "starring", "stare", "bed", "bedding")}
    table |= {"starred": {"star"}, "stared": {"stare"}}
    english.amend(table)
    assert table["starring"] == {"star", "starring"}
    assert table["staring"] == {"stare", "staring"}
    assert table["bedding"] == {"bedding"}


def test_spellings_are_joined_only_where_both_are_words() -> None:
    table = {one: {one} for one in ("harbour", "harbor", "detour", "promise", "rise")}
    english.amend(table)
    assert table["harbour"] == table["harbor"] == {"harbour", "harbor"}
    assert table["detour"] == {"detour"}
    assert table["promise"] == {"promise"}


def test_gerund_with_a_plural_is_a_noun_unless_its_verb_is_irregular() -> None:
    words = ("house", "housing", "housings", "walk", "walking", "hear", "hearing", "hearings")
    table = {one: {one} for one in words} | {"housed": {"house"}, "walked": {"walk"}, "heard": {"hear"}}
    english.amend(table)
    assert table["housing"] == {"housing"}
    assert table["walking"] == {"walk", "walking"}
    assert table["hearing"] == {"hear", "hearing"}


def test_third_person_is_of_the_verb_and_not_of_an_adjective() -> None:
    table = {one: {one} for one in ("remain", "remains", "new", "news", "newly")}
    table |= {"remained": {"remain"}, "newed": {"new"}, "newest": {"new"}}
    english.amend(table)
    assert table["remains"] == {"remain", "remains"}
    assert table["news"] == {"news"}


def test_frequent_verb_has_all_its_forms_though_the_lexicon_tells_otherwise() -> None:
    table = {one: {one} for one in ("answer", "answering", "answerings", "play", "playe", "plays")}
    table |= {"playing": {"playe"}, "played": {"playe"}}
    english.amend(table)
    assert table["answering"] == {"answer", "answering"}
    assert table["playing"] == table["played"] == {"play", "playe"}
    assert table["plays"] == {"play", "plays"}


def test_what_thou_did_with_a_verb_is_no_superlative() -> None:
    table = {one: {one} for one in ("call", "caller", "pleads", "plead")} | {"callest": {"call"}}
    table |= {"pleadest": {"plead"}, "pleaded": {"plead"}}
    english.amend(table)
    assert table["caller"] == {"caller"}
    assert table["pleads"] == {"plead", "pleads"}
