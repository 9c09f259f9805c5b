"""The grammar's notation becomes forms."""

import pytest

from search.analysis.compiling import readings
from search.analysis.compiling.albanian import paradigms, words

PARADIGMS = """
-paradigm: noun
 -flex: .
  gramm: sg
 -flex: <1>.at//<1>.atë
  gramm: pl

-paradigm: imperative
 -flex: .<.>ni
  gramm: pl
  paradigm: clitics

-paradigm: clitics
 -flex: .më
  gramm: x
 -flex: .i
"""
LEXEMES = """
-lexeme
 lex: Brek
 stem: brek.|breq.//brekë.
 gramm: NOUN
 paradigm: noun

-lexeme
 lex: jap
 stem: jep.
 paradigm: imperative
 paradigm: unheard-of
"""


def test_stems_endings_and_links_make_the_forms() -> None:
    found = {lemma: set(forms) for lemma, forms in words(LEXEMES, paradigms(PARADIGMS))}
    assert found == {
        "brek": {"brek", "breqat", "breqatë", "brekëat", "brekëatë"},
        "jap": {"jap", "jepmëni", "jepini"},
    }


def test_forms_are_read_by_the_tags_of_word_and_paradigm() -> None:
    found = dict(words(LEXEMES.replace("lex: Brek", "lex: Brek\n gramm: NOUN,m"), paradigms(PARADIGMS)))
    assert found["brek"]["breqat"] == readings.NOUN
    assert found["jap"]["jepini"] == readings.OTHER


@pytest.mark.parametrize(
    ("word", "form", "reading"),
    [
        ("V,vt", "2,sg,aor,ind,act", readings.RARE),
        ("V,vt", "1,sg,ipf,ind,act", readings.IMPERFECT),
        ("V,vt", "1,sg,pres,ind,act", readings.OTHER),
        ("V,vt", "3,sg,aor,ind,act", readings.OTHER),
        ("A,alb", "m,sg,nom,def", readings.DEFINITE_ADJECTIVE),
        ("CONJ", "", readings.FUNCTION),
    ],
)
def test_tags_say_how_a_form_is_read(word: str, form: str, reading: int) -> None:
    assert readings.reading_of(word, form) == reading


def test_subjunctive_has_j_behind_a_vowel_only() -> None:
    grammar = """
-paradigm: subjunctive
 -flex: .ë
 -flex: .jë
"""
    lexemes = "-lexeme\n lex: {0}\n stem: {0}.\n paradigm: subjunctive\n"
    found = dict(words(lexemes.format("hap") + lexemes.format("di"), paradigms(grammar)))
    assert set(found["hap"]) == {"hap", "hapë"}
    assert "dijë" in found["di"]


@pytest.mark.parametrize(
    ("form", "found", "lemmas"),
    [
        ("hapja", {"hap": readings.IMPERFECT, "hapje": readings.NOUN}, {"hapje"}),
        ("hapja", {"hap": readings.IMPERFECT}, {"hap"}),
        ("punoja", {"punoj": readings.IMPERFECT, "punë": readings.NOUN}, {"punoj", "punë"}),
        ("mirësi", {"mirë": readings.DEFINITE_ADJECTIVE, "mirësi": readings.NOUN}, {"mirësi"}),
        ("plaku", {"plak": readings.NOUN | readings.RARE, "plakem": readings.RARE}, {"plak"}),
        ("duke", {"duke": readings.FUNCTION, "dukem": readings.OTHER, "dukë": readings.NOUN}, {"duke"}),
        ("thyeni", {"thyej": readings.RARE, "thye": readings.RARE}, {"thyej", "thye"}),
    ],
)
def test_rare_reading_yields_to_a_common_one(form: str, found: dict[str, int], lemmas: set[str]) -> None:
    assert readings.settled(form, found) == lemmas
