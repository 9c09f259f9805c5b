"""What folding took from a form, in few bytes: to tell forms apart that fold alike, and to put it back."""

import zlib

from search.analysis.folding import folded_form

SPELLINGS = 127
"""How many spellings of one folded form are told apart; also the bits of a byte that say which."""

_WITH_J = 128


def spelling_of(exact: str, folded: str) -> int:
    """1 to 127 for a form that differs from its folded form, else 0."""
    return 0 if exact == folded else zlib.crc32(exact.encode("utf-8", "surrogatepass")) % SPELLINGS + 1


def written_as(exact: str, folded: str, *, j_is_a_letter: bool) -> int:
    """The byte of an entry: the form's `spelling_of`, and whether folding took a letter from it.

    Where the j of dj, gj and kj is a letter of its own, nobody leaves it out: Albanian `linda` is not `lindja`.
    """
    spelling = spelling_of(exact, folded)
    return spelling | _WITH_J if j_is_a_letter and len(exact) > len(folded) else spelling


def typed(packed: list[bytes], *, with_j: bool) -> list[bytes]:
    """The entries of forms that a word without its diacritics may stand for; all where none may."""
    return [one for one in packed if (one[0] >= _WITH_J) == with_j] or packed


def marks_of(lemma: str, folded: str) -> str | None:
    """Where and with what the folded lemma differs from the lemma; None where letters do not correspond."""
    if lemma == folded:
        return ""
    marks, at, place = [], 0, 0
    while place < len(lemma):
        taken = 2 if lemma[place + 1 : place + 2] == "j" and lemma[place] in "dgk" else 1
        piece = lemma[place : place + taken]
        if at >= len(folded) or folded_form(piece) != folded[at]:
            return None
        if piece != folded[at]:
            marks.append(chr(48 + at) + piece)
        place += taken
        at += 1
    return "\x03".join(marks) if at == len(folded) else None


def marked(folded: str, marks: str) -> str:
    """The lemma that `marks_of` was asked about."""
    letters = list(folded)
    for mark in marks.split("\x03"):
        letters[ord(mark[0]) - 48] = mark[1:]
    return "".join(letters)
