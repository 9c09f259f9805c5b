"""By which marks a document is found: one for every form of every word in it, each once.

A body's word has its folded form, its exact form where that is another, its keys and its loose keys. A title's
word has these and, behind TITLE, all but the loose ones once more: one look-up tells what the title alone holds.
"""

from collections.abc import Iterable
from functools import lru_cache

from search.engines.forms import stored_key
from search.signatures import read_signature

# Keys begin with a character of their own (search.engines.forms), and words with none of these.
TITLE, EXACT = "\ue001", "\ue002"


def marks_of(title: Iterable[str], body: Iterable[str]) -> str:
    """The marks of a document with these signatures, parted by blanks, in no particular order."""
    marks: set[str] = set()
    for signature in title:
        marks.update(_of_word(signature), _of_title_word(signature))
    for signature in body:
        marks.update(_of_word(signature))
    return " ".join(marks)


def words_in(signatures: Iterable[str]) -> str:
    """The folded forms in their order, parted by blanks."""
    return " ".join(map(_folded, signatures))


@lru_cache(maxsize=16_384)
def _folded(signature: str) -> str:
    return read_signature(signature).folded


@lru_cache(maxsize=16_384)
def _of_word(signature: str) -> tuple[str, ...]:
    forms = read_signature(signature)
    return (*_close(signature), *map(stored_key, forms.loose))


@lru_cache(maxsize=4_096)
def _of_title_word(signature: str) -> tuple[str, ...]:
    return tuple(f"{TITLE}{mark}" for mark in _close(signature))


def _close(signature: str) -> list[str]:
    forms = read_signature(signature)
    own = [f"{EXACT}{forms.exact}"] if forms.exact != forms.folded else []
    return [forms.folded, *own, *map(stored_key, forms.keys)]
