"""An index of its own for every test, and the way things get into it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from consultations.activation.switching import forbid_plugin, permit_plugin
from consultations.models import Institution, Submission
from search import upkeep
from search.engines import SearchEngine, engine_for, the_engine
from tests.factories.record import (
    ConsultationFactory,
    DocumentFactory,
    InstitutionFactory,
    SubmissionFactory,
    VersionFactory,
)


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


@pytest.fixture
def jegunovce() -> Institution:
    return InstitutionFactory(
        slug="jegunovce", name={"mk": "Општина Јегуновце", "en": "Municipality of Jegunovce"}
    )


@pytest.fixture
def office() -> Institution:
    names = {"sq": "Zyra", "sr-latn": "Kancelarija", "en": "Office"}
    return InstitutionFactory(slug="office", name=names, languages=["sq", "sr-latn", "en"])


@pytest.fixture
def corpus(jegunovce: Institution, office: Institution, reindex: Callable) -> dict[str, Submission]:
    ours = ConsultationFactory(institution=jegunovce, titles={"mk": "Нацрт-стратегија", "en": "Draft strategy"})
    theirs = ConsultationFactory(
        institution=office, titles={"sq": "Rregullore", "sr-latn": "Pravilnik"}, closed=True
    )
    made = {
        "mk": SubmissionFactory(consultation=ours, text="Општината да ја поправи <улицата>.", language="mk"),
        "sr": SubmissionFactory(consultation=theirs, text="Opština neka popravi ulicu.", language="sr-latn"),
        "sq": SubmissionFactory(consultation=theirs, text="Komuna ta rregullojë rrugën.", language="sq"),
    }
    VersionFactory(document=DocumentFactory(institution=jegunovce), provisions=2)
    reindex()
    return made
