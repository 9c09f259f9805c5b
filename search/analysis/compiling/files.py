"""The compiled files, and the record of what they were made of."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import marisa_trie

from search.analysis import folding, lexicon, scripts, spellings
from search.analysis.compiling import completion, endings
from search.analysis.compiling.sources import SOURCES, Table, table_of
from search.analysis.folding import folded_form
from search.analysis.words import BITS, LANGUAGES

_DEMAND = {"hbs": completion.Demand(), "mk": completion.Demand()}
"""Lexicons that keep one lemma a form."""

_J_IS_A_LETTER = ("sq", "tr", "en")
"""In Serbian and Macedonian the j of dj, gj and kj may be a way to write đ, ѓ and ќ."""


def recipe() -> str:
    """A digest of all that decides what the files hold: this package, the forms, the sources' versions."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in (
        *sorted(here.glob("*.py")),
        *(Path(str(one.__file__)) for one in (folding, lexicon, scripts, spellings)),
    ):
        digest.update(path.read_bytes())
    for source in SOURCES:
        digest.update(f"{source.name} {source.version}".encode())
    return digest.hexdigest()


def is_current(folder: Path = lexicon.FOLDER) -> bool:
    """Whether the files are there and of this recipe."""
    record = lexicon.record(folder)
    paths = [folder / lexicon.INDEX, *(path_of(one, folder) for one in LANGUAGES)]
    return record.get("recipe") == recipe() and all(path.exists() for path in paths)


def path_of(language: str, folder: Path = lexicon.FOLDER) -> Path:
    """The file of one language."""
    return folder / f"{language}.marisa"


def compile_language(language: str, folder: Path) -> tuple[int, str]:
    """Write one language's file, replacing an older one at once; the number of its forms, and its digest."""
    table = table_of(language)
    if language in _DEMAND:
        completion.complete(table, _DEMAND[language])
    trie = marisa_trie.BytesTrie(_entries(table, j_is_a_letter=language in _J_IS_A_LETTER))
    return len(table), _write(trie, path_of(language, folder))


def compile_index(folder: Path) -> None:
    """Write which of the languages' files have which forms, for all that are there."""
    bits: dict[str, int] = {}
    for language in LANGUAGES:
        bit = BITS[language]
        for form in lexicon.Lexicon(path_of(language, folder)).forms():
            bits[form] = bits.get(form, 0) | bit
    packed = [bytes((one,)) for one in range(1 << len(LANGUAGES))]
    _write(marisa_trie.BytesTrie((form, packed[one]) for form, one in bits.items()), folder / lexicon.INDEX)


def _write(trie: marisa_trie.BytesTrie, path: Path) -> str:
    """Replace a file at once; its digest."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    trie.save(str(unfinished))
    digest = hashlib.sha256(unfinished.read_bytes()).hexdigest()
    os.replace(unfinished, path)
    return digest


def _entries(table: Table, *, j_is_a_letter: bool) -> Iterator[tuple[str, bytes]]:
    folded = {form: folded_form(form) for form in table}
    marks: dict[str, str | None] = {}
    for form, lemmas in table.items():
        written = folded[form]
        spelling = spellings.written_as(form, written, j_is_a_letter=j_is_a_letter)
        for lemma in lemmas:
            if lemma not in marks:
                marks[lemma] = spellings.marks_of(lemma, folded[lemma])
            yield written, lexicon.entry_of(spelling, written, lemma, folded[lemma], marks[lemma]).packed()
    for ending, guesses in endings.learn(table, folded):
        for strip, suffix in guesses:
            yield lexicon.ENDING + ending, bytes((strip,)) + suffix.encode()


def write_record(results: dict[str, tuple[int, str]], folder: Path) -> None:
    """Note what was made of what, under which licences, beside the files."""
    together = "".join(digest for _, digest in sorted(results.values()))
    note = {
        "recipe": recipe(),
        "version": hashlib.sha256(together.encode()).hexdigest()[:12],
        "forms": {language: forms for language, (forms, _) in sorted(results.items())},
        "sha256": {path_of(language).name: digest for language, (_, digest) in sorted(results.items())},
        "sources": [
            {
                "name": source.name,
                "version": source.version,
                "licence": source.licence,
                "home": source.home,
                "languages": source.serves.split(),
            }
            for source in SOURCES
        ],
    }
    unfinished = folder / f"{lexicon.RECORD}.{os.getpid()}"
    unfinished.write_text(json.dumps(note, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(unfinished, folder / lexicon.RECORD)
