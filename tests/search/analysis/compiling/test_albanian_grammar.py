"""The grammar's notation becomes forms."""

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
    found = dict(words(LEXEMES, paradigms(PARADIGMS)))
    assert found == {
        "brek": {"brek", "breqat", "breqatë", "brekëat", "brekëatë"},
        "jap": {"jap", "jepmëni", "jepini"},
    }
