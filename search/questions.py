"""How what somebody types becomes a query: whoever has a search page says how it asks.

So that the command line asks as people do, without knowing who offers them a page.
"""

from collections.abc import Callable

from search.query import SearchQuery

Reader = Callable[[str], SearchQuery]

_reader: Reader | None = None


def read_by(reader: Reader) -> None:
    """From now on text is read as this reader does; an earlier one is replaced."""
    global _reader
    _reader = reader


def query_of(text: str) -> SearchQuery:
    """What the search page asks the engine for a text that is typed there; the words alone without a page."""
    return SearchQuery(text=text) if _reader is None else _reader(text)
