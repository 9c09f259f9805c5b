"""Which facets there are: the fixed ones, and those that plugins add."""

from search.documents import FACETS

_added: dict[str, None] = {}


def register(name: str) -> None:
    """Count and filter by a further facet. ValueError for the name of a fixed one."""
    if name in FACETS:
        raise ValueError(f"{name} is a facet that everything has")
    _added[name] = None


def unregister(name: str) -> None:
    """Stop counting a facet that was added; others are passed over."""
    _added.pop(name, None)


def names() -> tuple[str, ...]:
    """The names of all facets: the fixed ones, then those added, in the order they were."""
    return (*FACETS, *_added)
