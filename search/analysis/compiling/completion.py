"""Forms that a lexicon leaves out because it keeps one lemma a form.

Where most lemmas of an ending have a form, the others have it too: `nastavi` is of `nastava`, says the lexicon;
since nearly every `-iti` has its `-i`, it is of `nastaviti` as well.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from search.analysis.compiling.sources import Table

_TAILS = (5, 4, 3, 2)  # characters of a lemma that make it one of a kind, the longest that is frequent
_LONGEST_ENDING = 6
_FORMS_OF_A_WITNESS = 3

Change = tuple[str, str]
"""What of the lemma's end is replaced by what."""


@dataclass(frozen=True, slots=True)
class Demand:
    """`share` of the lemmas with an ending, `lemmas` at least, must have a form before the others get it."""

    share: float = 0.5
    lemmas: int = 20


def complete(table: Table, demand: Demand) -> int:
    """Add what is missing, in place; how many pairs were added."""
    forms_of: dict[str, set[str]] = defaultdict(set)
    for form, lemmas in table.items():
        for lemma in lemmas:
            if form != lemma:
                forms_of[lemma].add(form)
    usual = _usual(forms_of, demand)
    added = 0
    for lemma in forms_of:
        for old, new in _changes_for(lemma, usual):
            found = table.setdefault(lemma[: len(lemma) - len(old)] + new, set())
            added += lemma not in found
            found.add(lemma)
    return added


def _usual(forms_of: dict[str, set[str]], demand: Demand) -> dict[str, list[Change]]:
    seen: dict[str, Counter[Change]] = defaultdict(Counter)
    lemmas: Counter[str] = Counter()
    for lemma, forms in forms_of.items():
        if len(forms) < _FORMS_OF_A_WITNESS:
            continue
        changes = {_change(lemma, form) for form in forms}
        for length in _TAILS:
            if len(lemma) > length:
                tail = lemma[-length:]
                lemmas[tail] += 1
                seen[tail].update(
                    change for change in changes if len(change[0]) <= length and len(change[1]) <= _LONGEST_ENDING
                )
    return {
        tail: [change for change, times in seen[tail].items() if times >= demand.share * count]
        for tail, count in lemmas.items()
        if count >= demand.lemmas
    }


def _changes_for(lemma: str, usual: dict[str, list[Change]]) -> list[Change]:
    for length in _TAILS:
        if len(lemma) > length and lemma[-length:] in usual:
            return usual[lemma[-length:]]
    return []


def _change(old: str, new: str) -> Change:
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += 1
    return old[same:], new[same:]
