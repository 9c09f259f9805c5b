"""Two institutions, each with a moderator of its own and something that waits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.accounts.models import User
from consultations.activation.settings import change_plugin_settings
from consultations.activation.switching import forbid_plugin
from consultations.models import Consultation, Institution, Submission
from consultations.states import SubmissionState
from tests.factories.record import (
    ConsultationFactory,
    InstitutionFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.factories.staff import staff_of


@pytest.fixture
def institution(db: Any) -> Institution:
    return InstitutionFactory(slug="jegunovce")


@pytest.fixture
def other(db: Any) -> Institution:
    return InstitutionFactory(slug="tetovo")


@pytest.fixture
def consultation(institution: Institution) -> Consultation:
    version = VersionFactory(document__institution=institution)
    return ConsultationFactory(institution=institution, versions=[version], titles={"en": "Ours", "mk": "Наше"})


@pytest.fixture
def theirs(other: Institution) -> Consultation:
    return ConsultationFactory(institution=other, titles={"en": "Theirs", "mk": "Нивно"})


@pytest.fixture
def held(consultation: Consultation) -> Submission:
    return SubmissionFactory(consultation=consultation, state=SubmissionState.HELD, text="Ours, waiting")


@pytest.fixture
def their_held(theirs: Consultation) -> Submission:
    return SubmissionFactory(consultation=theirs, state=SubmissionState.HELD, text="Theirs, waiting")


@pytest.fixture
def moderator(institution: Institution) -> User:
    return staff_of(institution, "moderator")


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    """The browser of the institution's moderator."""
    client.force_login(moderator)
    return client


@pytest.fixture
def moderate_before(institution: Institution) -> Callable[[], None]:
    """Has the institution read everything before it is public."""

    def switch() -> None:
        change_plugin_settings(institution=institution, plugin="moderation", values={"mode": "pre"}, actor=None)

    return switch


@pytest.fixture
def moderation_off(institution: Institution) -> Callable[[], None]:
    """Switches moderation off at the institution."""
    return lambda: forbid_plugin(institution=institution, plugin="moderation", actor=None)
