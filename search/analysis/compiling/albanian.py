"""The forms of Albanian words, from the grammar of uniparser-albanian (MIT).

Its two text files are read as data: `lexemes.txt` gives each word its stems and paradigms, `paradigms.txt`
gives each paradigm its endings as `<2>.ve`, the third stem and then "ve". An ending may name a further
paradigm that stands where it says `<.>`: pronouns inside of imperatives.
"""

import re
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from search.analysis.folding import exact_form

_FOLDER = "uniparser_albanian/data_strict"
_PART = re.compile(r"(?:<(\d+)>)?\.(.*)")
_DEEPEST = 3  # links between paradigms that are followed

Ending = tuple[int, str]
"""The stem's number and what comes behind it."""


def folder() -> Path:
    """Where the grammar files are; PackageNotFoundError where the package is not installed."""
    return Path(str(distribution("uniparser-albanian").locate_file(_FOLDER)))


def paradigms(text: str) -> dict[str, frozenset[Ending]]:
    """The endings of each paradigm of a `paradigms.txt`, links followed."""
    flexes: dict[str, list[tuple[str, list[str]]]] = {}
    current: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        name, _, value = line.strip().partition(":")
        if name == "-paradigm":
            current = flexes.setdefault(value.strip(), [])
        elif name == "-flex":
            current.append((value.strip(), []))
        elif name == "paradigm" and current:
            current[-1][1].append(value.strip())
    return {name: frozenset(_endings(flexes, name, _DEEPEST)) for name in flexes}


def _endings(flexes: dict[str, list[tuple[str, list[str]]]], name: str, depth: int) -> Iterator[Ending]:
    for flex, links in flexes.get(name, ()):
        for part in filter(None, map(_PART.fullmatch, flex.split("//"))):
            stem, ending = int(part[1] or 0), part[2]
            if links and depth:
                for link in links:
                    for _, inner in _endings(flexes, link, depth - 1):
                        yield stem, ending.replace("<.>", inner).replace(".", "")
            else:
                yield stem, ending.replace("<.>", "").replace(".", "")


def words(lexemes: str, endings: dict[str, frozenset[Ending]]) -> Iterator[tuple[str, set[str]]]:
    """Each lemma of a `lexemes.txt` with its forms, both as exact forms."""
    known: dict[str, str] = {}
    for block in lexemes.split("-lexeme"):
        lemma, stems, names = "", [], []
        for line in block.splitlines():
            name, _, value = line.strip().partition(":")
            if name == "lex":
                lemma = exact_form(value)
            elif name == "stem":
                stems = [_alternatives(one) for one in value.split("|")]
            elif name in ("paradigm", "paradgim"):  # so spelt once in the file
                names.append(value.strip())
        if not lemma:
            continue
        forms = {lemma}
        for paradigm in names:
            for number, ending in endings.get(paradigm, ()):
                if number < len(stems):
                    behind = known.get(ending)
                    if behind is None:
                        behind = known[ending] = exact_form(ending)
                    forms.update(stem + behind for stem in stems[number])
        yield lemma, forms


def _alternatives(stem: str) -> list[str]:
    return [exact_form(one.strip().strip(".")) for one in stem.split("//")]


def read(where: Path | None = None) -> Iterator[tuple[str, set[str]]]:
    """Every lemma of the installed grammar with its forms."""
    where = where or folder()
    endings = paradigms((where / "paradigms.txt").read_text(encoding="utf-8-sig"))
    yield from words((where / "lexemes.txt").read_text(encoding="utf-8-sig"), endings)
