"""`python -m search.analysis.compiling`: make the lexicons' files, unless they are there and current.

The languages are compiled in processes of their own, so that what one needs is given back.
"""

import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from search.analysis import lexicon
from search.analysis.compiling import files

_LARGEST_FIRST = ("sq", "tr", "mk", "hbs", "en")


def main() -> int:
    """0, or an exception where a source is missing or the folder cannot be written."""
    if files.is_current() and "--force" not in sys.argv[1:]:
        return 0
    started = time.monotonic()
    print("Compiling the lexicons of the search (once for each version; about a minute)", flush=True)
    lexicon.FOLDER.mkdir(parents=True, exist_ok=True)
    workers = min(2, os.cpu_count() or 1)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, max_tasks_per_child=1) as pool:
        compiled = pool.map(partial(files.compile_language, folder=lexicon.FOLDER), _LARGEST_FIRST)
        results = dict(zip(_LARGEST_FIRST, compiled, strict=True))
    files.compile_index(lexicon.FOLDER)
    files.write_record(results, lexicon.FOLDER)
    forms = sum(count for count, _ in results.values())
    print(f"{forms:,} forms of {len(results)} languages in {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
