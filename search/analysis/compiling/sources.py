"""The open lexicons, as one table of forms and their lemmas for each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from search.analysis.compiling import albanian, grammar
from search.analysis.compiling.readings import settled
from search.analysis.folding import exact_form, folded_form

Table = dict[str, set[str]]
"""Exact form -> its lemmas, exact forms too."""

_APOSTROPHES = str.maketrans("’ʼ", "''")
_LONGEST = 40  # characters; longer entries are phrases and noise


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from, for the record that is kept beside the compiled files."""

    name: str
    licence: str
    home: str
    serves: str

    @property
    def version(self) -> str:
        """The installed version."""
        return version(self.name)


SOURCES = (
    Source(
        "simplemma",
        "MIT; its dictionaries are made of data under MIT, CC BY, CC BY-SA and ODbL, listed in its metadata",
        "https://github.com/adbar/simplemma",
        "sq hbs mk tr en",
    ),
    Source("uniparser-albanian", "MIT", "https://github.com/timarkh/uniparser-grammar-albanian", "sq"),
)


def table_of(language: str) -> Table:
    """All that the sources and the hand-written grammar know of a language; each lemma is a form of its own."""
    table = _albanian() if language == "sq" else {}
    known = set(map(folded_form, table))
    for form, lemma in _simplemma(language):
        if not known or folded_form(form) not in known:  # Albanian: the grammar is the better source of the two
            table.setdefault(form, set()).add(lemma)
    for lemma in {lemma for lemmas in table.values() for lemma in lemmas}:
        table.setdefault(lemma, set()).add(lemma)
    grammar.amend(language, table)
    table.pop("", None)
    return table


def _albanian() -> Table:
    readings: dict[str, dict[str, int]] = {}
    for lemma, forms in albanian.read():
        for form, kinds in forms.items():
            found = readings.get(form)
            if found is None:
                readings[form] = {lemma: kinds}
            else:
                found[lemma] = found.get(lemma, 0) | kinds
    table: Table = {}
    while readings:  # emptied on the way, since both together are a gigabyte
        form, found = readings.popitem()
        table[form] = settled(form, found)
    return table


def _simplemma(language: str) -> Iterator[tuple[str, str]]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas: dict[str, str] = {}
    dictionary = DefaultDictionaryFactory().get_dictionary(language)
    for form in dictionary:
        whole = form.translate(_APOSTROPHES)
        if " " in form or len(form) > _LONGEST:
            continue
        head, _, tail = whole.partition("'")
        if tail and language != "tr":
            continue  # only Turkish writes endings behind an apostrophe, where a token ends
        raw = dictionary[form]
        lemma = lemmas.get(raw)
        if lemma is None:
            lemma = lemmas[raw] = exact_form(raw)
        written = exact_form(head)
        if lemma and written:
            yield written, lemma
