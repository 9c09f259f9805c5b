"""The forms of Albanian words, from the grammar of uniparser-albanian (MIT).

Its two text files are read as data: `lexemes.txt` gives each word its stems and paradigms, `paradigms.txt`
gives each paradigm its endings as `<2>.ve`, the third stem and then "ve". An ending may name a further
paradigm that stands where it says `<.>`: pronouns inside of imperatives. Tags (`gramm`) say what a form is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

from search.analysis.compiling.readings import reading_of
from search.analysis.folding import exact_form

_FOLDER = "uniparser_albanian/data_strict"
_PART = re.compile(r"(?:<(\d+)>)?\.(.*)")
_DEEPEST = 3  # links between paradigms that are followed

_VOWELS = tuple("aeiouyë")
_BEHIND_VOWELS = "jë"  # of the subjunctive: `të shkruajë`, but `të hapë`; the grammar allows it everywhere

Ending = tuple[int, str, str]
"""The stem's number, what comes behind it, and the tags of the form."""


@dataclass(slots=True)
class _Flex:
    text: str
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def folder() -> Path:
    """Where the grammar files are; PackageNotFoundError where the package is not installed."""
    return Path(str(distribution("uniparser-albanian").locate_file(_FOLDER)))


def paradigms(text: str) -> dict[str, frozenset[Ending]]:
    """The endings of each paradigm of a `paradigms.txt`, links followed."""
    flexes: dict[str, list[_Flex]] = {}
    current: list[_Flex] = []
    for line in text.splitlines():
        name, _, value = line.strip().partition(":")
        if name == "-paradigm":
            current = flexes.setdefault(value.strip(), [])
        elif name == "-flex":
            current.append(_Flex(value.strip()))
        elif name == "paradigm" and current:
            current[-1].links.append(value.strip())
        elif name == "gramm" and current:
            current[-1].tags.append(value.strip())
    return {name: frozenset(_endings(flexes, name, _DEEPEST)) for name in flexes}


def _endings(flexes: dict[str, list[_Flex]], name: str, depth: int) -> Iterator[Ending]:
    for flex in flexes.get(name, ()):
        tags = ",".join(flex.tags)
        for part in filter(None, map(_PART.fullmatch, flex.text.split("//"))):
            stem, ending = int(part[1] or 0), part[2]
            if flex.links and depth:
                for link in flex.links:
                    for _, inner, inner_tags in _endings(flexes, link, depth - 1):
                        yield stem, ending.replace("<.>", inner).replace(".", ""), f"{tags},{inner_tags}"
            else:
                yield stem, ending.replace("<.>", "").replace(".", ""), tags


def words(lexemes: str, endings: dict[str, frozenset[Ending]]) -> Iterator[tuple[str, dict[str, int]]]:
    """Each lemma of a `lexemes.txt` with its forms, both as exact forms, and how each is read."""
    known: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for block in lexemes.split("-lexeme"):
        lemma, stems, names, tags = "", [], [], ""
        for line in block.splitlines():
            name, _, value = line.strip().partition(":")
            if name == "lex":
                lemma = exact_form(value)
            elif name == "stem":
                stems = [_alternatives(one) for one in value.split("|")]
            elif name in ("paradigm", "paradgim"):  # so spelt once in the file
                names.append(value.strip())
            elif name == "gramm":
                tags = value.strip()
        if not lemma:
            continue
        forms: defaultdict[str, int] = defaultdict(int)
        forms[lemma] = reading_of(tags, "")
        for paradigm in names:
            kind = (tags.partition(",")[0], paradigm)
            if kind not in known:
                known[kind] = _read(tags, endings.get(paradigm, frozenset()))
            for number, ending, reading in known[kind]:
                for stem in stems[number] if number < len(stems) else ():
                    if ending != _BEHIND_VOWELS or stem.endswith(_VOWELS):
                        forms[stem + ending] |= reading
        yield lemma, forms


def _read(tags: str, endings: frozenset[Ending]) -> list[tuple[int, str, int]]:
    """Endings as exact forms, with how words of these tags are read that have them."""
    readings: defaultdict[tuple[int, str], int] = defaultdict(int)
    for number, ending, form_tags in endings:
        readings[number, exact_form(ending)] |= reading_of(tags, form_tags)
    return [(number, ending, reading) for (number, ending), reading in readings.items()]


def _alternatives(stem: str) -> list[str]:
    return [exact_form(one.strip().strip(".")) for one in stem.split("//")]


def read(where: Path | None = None) -> Iterator[tuple[str, dict[str, int]]]:
    """Every lemma of the installed grammar with its forms, and how each is read."""
    where = where or folder()
    endings = paradigms((where / "paradigms.txt").read_text(encoding="utf-8-sig"))
    yield from words((where / "lexemes.txt").read_text(encoding="utf-8-sig"), endings)
