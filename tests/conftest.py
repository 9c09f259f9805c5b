"""What every test shares: how the suite is cut for SQLite, PostgreSQL and CI, and what is reset between tests."""

import os
from collections.abc import Iterator

import pytest
import pytest_django
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from cms.management.catalogues import catalogue_files, compile_catalogues
from plugins.testing.databases import make_template, use_template
from tests.factories.laying import lay  # noqa: F401
from tests.services.elasticsearch_node.fixtures import (  # noqa: F401
    elasticsearch_cluster,
    elasticsearch_url,
    es_node,
)

IN_CI = os.environ.get("CI") == "true"
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
# Each on one process, by their markers; any test may be the first of them, for which the server has to start.
GROUPS = {"e2e": 600, "services": 400}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}

# The machines of CI are slow and shared: a time limit of one example would be a test of their mood.
hypothesis_settings.register_profile("kuvend", deadline=None, derandomize=IN_CI)
hypothesis_settings.load_profile("kuvend")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How the Makefile asks for a part of the suite."""
    parser.addoption("--database-only", action="store_true", help="only tests that use the database")
    parser.addoption("--update-snapshots", action="store_true", help="write what is compared with anew")
    parser.addoption("--screenshots", action="store_true", help="write pictures of every page to screenshots/")


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled here too, for who calls pytest without make."""
    compile_catalogues(catalogue_files())


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist writes the groups into the node ids
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what this database can be asked; give tests that share a server or a fixture to one process."""
    database_only = config.getoption("--database-only")
    kept, dropped = [], []
    for item in items:
        for marker, seconds in GROUPS.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.xdist_group(marker))
                if not item.get_closest_marker("timeout"):
                    item.add_marker(pytest.mark.timeout(seconds))
        if shares_fixtures(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
        elsewhere = ("sqlite_only", "same_on_every_database") if ON_POSTGRES else ("postgres_only",)
        wrong_database = any(item.get_closest_marker(marker) for marker in elsewhere)
        beside_the_point = database_only and (not uses_database(item) or item.get_closest_marker("e2e"))
        (dropped if wrong_database or beside_the_point else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def shares_fixtures(item: pytest.Item) -> bool:
    """Whether a fixture is made once for the module, which two processes would make twice."""
    known = getattr(item, "_fixtureinfo", None)
    return known is not None and any(made[-1].scope == "module" for made in known.name2fixturedefs.values())


def pytest_collection_finish(session: pytest.Session) -> None:
    """Make the databases' template before the first test: its time is not a test's, which is limited."""
    if not session.config.option.collectonly and any(uses_database(item) for item in session.items):
        with session.config.stash[blocking_manager_key].unblock():
            make_template()


def uses_database(item: pytest.Item) -> bool:
    """Whether the test touches Django's database, by marker or by fixture."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: everything it could need is installable there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        reporter.write_line("CI=true: a skipped test counts as failed", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Migrating takes a minute: once for all processes, and not at all where nothing has changed since."""
    with django_db_blocker.unblock():
        use_template()


@pytest.fixture(autouse=True)
def patient_search() -> Iterator[None]:
    """No test waits for an engine that failed in another."""
    yield
    from search import asking, upkeep

    asking.forget()
    upkeep.forget()


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No test sees what another left in the cache."""
    yield
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def default_language() -> None:
    """No test reads in another's language, which the middleware leaves switched on after a request."""
    from django.utils import translation

    translation.deactivate()
