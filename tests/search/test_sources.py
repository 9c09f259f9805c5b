"""Sources are known by their kind while they are registered."""

from collections.abc import Iterable, Iterator, Sequence

import pytest

from search import sources
from search.documents import SearchDocument


class Empty:
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        return []

    def object_ids(self) -> Iterator[str]:
        return iter(())


def test_registered_sources_are_listed_by_kind_and_found() -> None:
    later, earlier = Empty("later"), Empty("earlier")
    sources.register(later)
    sources.register(earlier)
    assert sources.registered() == (earlier, later)
    assert sources.source_named("later") is later


def test_registering_a_kind_again_replaces_its_source() -> None:
    sources.register(Empty("things"))
    again = Empty("things")
    sources.register(again)
    assert sources.registered() == (again,)


def test_unregistered_source_is_unknown() -> None:
    sources.register(Empty("things"))
    sources.unregister("things")
    sources.unregister("things")
    with pytest.raises(sources.UnknownSourceError, match="things"):
        sources.source_named("things")
