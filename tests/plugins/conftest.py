"""The fixtures that plugins.testing offers to everybody."""

import pytest

from plugins.testing.fixtures import (  # noqa: F401
    no_failures,
    operator,
    plugin_off,
    plugin_off_in_consultation,
    plugin_on,
    world,
)
from search.engines import engine_for, the_engine


@pytest.fixture
def own_index(settings, tmp_path):
    """An index that no other test has filled: it is built with the sources there are now."""
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/search.sqlite3"
    yield
    the_engine().close()
    engine_for.cache_clear()
