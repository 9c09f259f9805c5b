"""A consultation in which people speak, with threads kept in step as the record's events would."""

from collections.abc import Callable
from typing import Any

import pytest

from consultations.activation.switching import disable_plugin, forbid_plugin
from consultations.models import Consultation, Institution, Participant, Submission, Version
from plugins.bundled.threads.entries import follow
from plugins.bundled.threads.services import set_support
from tests.factories.record import (
    ConsultationFactory,
    InstitutionFactory,
    ParticipantFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)

Speak = Callable[..., Submission]


@pytest.fixture
def institution(db: Any) -> Institution:
    return InstitutionFactory(slug="jegunovce")


@pytest.fixture
def version(institution: Institution) -> Version:
    return VersionFactory(document__institution=institution, provisions=3)


@pytest.fixture
def consultation(institution: Institution, version: Version) -> Consultation:
    return ConsultationFactory(institution=institution, versions=[version])


@pytest.fixture
def speak(consultation: Consultation) -> Speak:
    """A public submission in the consultation, with its row in the threads."""

    def spoken(**attributes: Any) -> Submission:
        if attributes.get("parent") is None:
            attributes.setdefault("consultation", consultation)
        submission = SubmissionFactory(**attributes)
        follow(submission.uuid)
        return submission

    return spoken


@pytest.fixture
def participant(db: Any) -> Participant:
    """Somebody with an account."""
    return ParticipantFactory(user=UserFactory(), kind="account")


@pytest.fixture
def supported_by(db: Any) -> Callable[[Submission, int], None]:
    """So many other people support a submission."""

    def support(submission: Submission, people: int) -> None:
        for _ in range(people):
            set_support(submission=submission.uuid, participant=ParticipantFactory().uuid)

    return support


@pytest.fixture
def threads_off(institution: Institution) -> Callable[..., None]:
    """Switches threads off at the institution, or in one of its consultations."""

    def switch(consultation: Consultation | None = None) -> None:
        if consultation is None:
            forbid_plugin(institution=institution, plugin="threads", actor=None)
        else:
            disable_plugin(consultation=consultation, plugin="threads", actor=None)

    return switch
