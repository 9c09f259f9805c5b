"""An index of its own for every test, and the way things get into it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from consultations.activation.switching import forbid_plugin, permit_plugin
from consultations.models import Institution
from search import upkeep
from search.engines import SearchEngine, engine_for, the_engine


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Path) -> Iterator[SearchEngine]:
    """The engine of this installation, empty, for this test only."""
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/search.sqlite3"
    engine = the_engine()
    yield engine
    engine.close()
    engine_for.cache_clear()


@pytest.fixture
def reindex(own_index: SearchEngine) -> Callable[[], int]:
    """Put everything that is public into the index, as `manage.py search rebuild` does."""
    return upkeep.rebuild


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[Any]]:
    """`with committed():` what happens inside is committed at its end, so the index follows."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def switch() -> Callable[[Institution, bool], None]:
    """Search on or off for an institution."""

    def switched(institution: Institution, on: bool) -> None:
        (permit_plugin if on else forbid_plugin)(institution=institution, plugin="submission_search", actor=None)

    return switched
