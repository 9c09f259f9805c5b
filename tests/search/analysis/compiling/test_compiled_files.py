"""What is compiled can be read back, and is made anew when its recipe changes."""

import json

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import exact_form, folded_form, lexicon
from search.analysis.compiling import completion, endings, files, grammar
from search.analysis.lexicon import Entry, Lexicon, entry_of, unpacked
from search.analysis.spellings import marks_of

LETTERS = "abcdegijknouëçčćšžđığ"
TABLE = {
    "kuća": {"kuća"},
    "kuće": {"kuća"},
    "kuca": {"kuca", "kucati"},
    "kucati": {"kucati"},
}


@given(st.text(LETTERS, min_size=1, max_size=15), st.text(LETTERS, min_size=1, max_size=15))
def test_entry_leads_from_every_form_to_its_lemma(form: str, lemma: str) -> None:
    form, lemma = exact_form(form), exact_form(lemma)
    written, plain = folded_form(form), folded_form(lemma)
    entry = entry_of(1, written, lemma, plain, marks_of(lemma, plain))
    assert unpacked(entry.packed()) == entry
    assert entry.lemma(written) == lemma


def test_entry_is_small_where_the_lemma_is_near() -> None:
    assert entry_of(0, "opstine", "opština", "opstina", marks_of("opština", "opstina")) == Entry(0, 1, "a", "2š")


@pytest.fixture
def compiled(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Lexicon:
    monkeypatch.setattr(files, "table_of", lambda language: {form: set(lemmas) for form, lemmas in TABLE.items()})
    files.compile_language("tr", tmp_path)
    return Lexicon(files.path_of("tr", tmp_path))


def test_spelling_with_diacritics_means_its_own_lemmas_and_plain_means_all(compiled: Lexicon) -> None:
    assert compiled.lemmas("kuća", "kuca") == ("kuća",)
    assert compiled.lemmas("kuca", "kuca") == ("kuca", "kucati", "kuća")
    assert compiled.lemmas("kuče", "kuce") == ("kuća",)
    assert compiled.lemmas("xyz", "xyz") == ()


def test_j_that_is_a_letter_is_not_left_out(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"linda": {"lind"}, "lindja": {"lindje"}, "gjak": {"gjak"}, "gjëja": {"gjë"}, "gëja": {"gë"}}
    monkeypatch.setattr(
        files, "table_of", lambda language: table | {one: {one} for one in ("lind", "lindje", "gjë", "gë")}
    )
    files.compile_language("sq", tmp_path)
    files.compile_language("mk", tmp_path)
    albanian, macedonian = (Lexicon(files.path_of(one, tmp_path)) for one in ("sq", "mk"))
    assert albanian.lemmas("linda", "linda") == ("lind",)
    assert albanian.lemmas("lindja", "linda") == ("lindje",)
    assert albanian.lemmas("gjeja", "geja") == ("gjë",)
    assert albanian.lemmas("geja", "geja") == ("gë",)
    assert albanian.lemmas("gak", "gak") == ("gjak",)
    assert macedonian.lemmas("linda", "linda") == ("lind", "lindje")


def test_lexicon_knows_spellings(compiled: Lexicon) -> None:
    assert compiled.has("kuće", "kuce")
    assert compiled.has("kuce", "kuce")
    assert not compiled.has("kuče", "kuce")
    assert not compiled.has("xyz", "xyz")


def test_unknown_word_is_guessed_by_its_ending(tmp_path) -> None:
    table = {f"{stem}ove": {f"{stem}"} for stem in ("grad", "brod", "plod", "sud")}
    table |= {stem: {stem} for stem in ("grad", "brod", "plod", "sud")}
    folded = {form: form for form in table}
    trie = marisa_trie.BytesTrie(
        (lexicon.ENDING + ending, bytes((strip,)) + suffix.encode())
        for ending, guesses in endings.learn(table, folded)
        for strip, suffix in guesses
    )
    trie.save(str(tmp_path / "x.marisa"))
    assert Lexicon(tmp_path / "x.marisa").guesses("trubadurove") == ("trubadur",)


def test_forms_most_lemmas_have_are_given_to_all() -> None:
    table: dict[str, set[str]] = {}
    for stem in "bcdfghjklmnprstvz":
        for ending in ("iti", "im", "iš", "i"):
            table.setdefault(f"{stem}a{ending}", set()).add(f"{stem}aiti")
    table["nastaviti"] = {"nastaviti"}
    table["nastavim"] = {"nastaviti"}
    table["nastavi"] = {"nastava"}
    completion.complete(table, completion.Demand(share=0.5, lemmas=10))
    assert table["nastavi"] == {"nastava", "nastaviti"}
    assert table["nastaviš"] == {"nastaviti"}


def test_verbal_noun_is_its_own_lemma() -> None:
    table = {"rešavanje": {"rešavati"}, "rešavanja": {"rešavanje", "rešavati"}, "rešavam": {"rešavati"}}
    grammar.amend("hbs", table)
    assert {form: table[form] for form in ("rešavanje", "rešavanja", "rešavam")} == {
        "rešavanje": {"rešavanje"},
        "rešavanja": {"rešavanje"},
        "rešavam": {"rešavati"},
    }


def test_turkish_verb_that_looks_like_an_aorist_keeps_its_own_forms() -> None:
    verbs = {"kop": {"kop"}, "kopar": {"kopar"}, "kopmak": {"kop"}, "koparmak": {"kopar"}}
    table = verbs | {"koparıp": {"kop"}, "kopardı": {"kopar"}, "kopuyor": {"kop"}, "koparacak": {"kop", "kopar"}}
    grammar.amend("tr", table)
    assert {form: table[form] for form in ("koparıp", "kopardı", "kopuyor", "koparacak", "kopar")} == {
        "koparıp": {"kopar"},
        "kopardı": {"kop", "kopar"},
        "kopuyor": {"kop"},
        "koparacak": {"kopar"},
        "kopar": {"kop", "kopar"},
    }


def test_turkish_verbal_noun_is_found_by_its_verb() -> None:
    table = {"koş": {"koş"}, "koşmak": {"koş"}, "koşma": {"koşma"}, "koşmada": {"koşma"}, "koşmamak": {"koşma"}}
    grammar.amend("tr", table)
    assert table["koşma"] == table["koşmada"] == {"koş", "koşma"}


def test_files_are_current_until_their_recipe_changes(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not files.is_current(tmp_path)
    for language in ("sq", "hbs", "mk", "tr", "en"):
        files.path_of(language, tmp_path).write_bytes(b"x")
    (tmp_path / lexicon.INDEX).write_bytes(b"x")
    files.write_record(dict.fromkeys(("sq", "hbs", "mk", "tr", "en"), (1, "0" * 64)), tmp_path)
    assert files.is_current(tmp_path)
    monkeypatch.setattr(files, "recipe", lambda: "another")
    assert not files.is_current(tmp_path)


def test_record_names_every_source_with_its_licence() -> None:
    record = json.loads((lexicon.FOLDER / lexicon.RECORD).read_text())
    assert {source["name"] for source in record["sources"]} == {"simplemma", "uniparser-albanian"}
    assert all(source["licence"] and source["version"] and source["home"] for source in record["sources"])
    assert sum(record["forms"].values()) > 3_000_000
