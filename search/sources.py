"""Where documents come from: whoever has public things registers a source for them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from search.documents import SearchDocument


class SearchSource(Protocol):
    """Describes the public things of one kind, as they are now.

    `kind` is the first half of its documents' ids and the source's name in the outbox.
    """

    kind: str

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        """The documents of those objects that are public now; an object without any leaves the index."""
        ...

    def object_ids(self) -> Iterator[str]:
        """The ids of every object that may be public, for building the index anew."""
        ...


class UnknownSourceError(LookupError):
    """No source is registered under this name (its plugin may have been removed)."""


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> None:
    """Make `source` known under its kind. Registering the same kind again replaces it."""
    _sources[source.kind] = source


def unregister(kind: str) -> None:
    """Forget the source of this kind; unknown kinds are passed over."""
    _sources.pop(kind, None)


def source_named(kind: str) -> SearchSource:
    """The source registered for `kind`; UnknownSourceError where there is none."""
    try:
        return _sources[kind]
    except KeyError:
        raise UnknownSourceError(kind) from None


def kinds() -> tuple[str, ...]:
    """Every kind of thing that can be found."""
    return tuple(sorted(_sources))


def registered() -> tuple[SearchSource, ...]:
    """Every registered source, by kind."""
    return tuple(_sources[kind] for kind in sorted(_sources))
