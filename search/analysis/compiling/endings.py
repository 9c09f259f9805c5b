"""What a lexicon's endings teach about words it does not have."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from search.analysis.compiling.sources import Table
from search.analysis.lexicon import LONGEST_ENDING, SHORTEST_STEM, change

_FORMS_LOOKED_AT = 120_000
_LEAST = 3  # forms that must show an ending
_MOST = 3  # lemmas guessed for one form
_RATIO = 0.3  # of the best guess's frequency

Guess = tuple[int, str]
"""Characters to take from the form's end, and what to put there."""


def learn(table: Table, folded: dict[str, str]) -> Iterator[tuple[str, list[Guess]]]:
    """Each ending that says more than the shorter one, with its most frequent ways to a lemma.

    `folded` maps the table's words to their folded forms. Every n-th form is looked at, spread evenly.
    """
    seen: dict[str, Counter[Guess]] = defaultdict(Counter)
    step = max(1, len(table) // _FORMS_LOOKED_AT)
    for form in sorted(table)[::step]:
        written = folded[form]
        longest = min(LONGEST_ENDING, len(written) - SHORTEST_STEM)
        for lemma in table[form]:
            guess = change(written, folded[lemma])
            for length in range(guess[0], longest + 1):
                seen[written[len(written) - length :]][guess] += 1
    best = {ending: _best(guesses) for ending, guesses in seen.items() if guesses.total() >= _LEAST}
    for ending, guesses in best.items():
        shorter = next((ending[cut:] for cut in range(1, len(ending) + 1) if ending[cut:] in best), None)
        if shorter is None or shorter == ending or best[shorter] != guesses:
            yield ending, guesses


def _best(guesses: Counter[Guess]) -> list[Guess]:
    ordered = sorted(guesses.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return sorted(guess for guess, times in ordered if times >= _RATIO * ordered[0][1])
