"""Two institutions, each with a consultation and a submission in every state."""

from types import SimpleNamespace

import pytest

from consultations.states import SubmissionState
from tests.factories.record import (
    ConsultationFactory,
    InstitutionFactory,
    ModerationDecisionFactory,
    SubmissionFactory,
    VersionFactory,
)


def _house(slug):
    institution = InstitutionFactory(slug=slug)
    version = VersionFactory(document__institution=institution, provisions=2)
    consultation = ConsultationFactory(institution=institution, versions=[version])
    provision = version.provisions.get(number="1")
    submissions = {
        str(state): SubmissionFactory(
            consultation=consultation,
            version=version,
            provision_uid=provision.uid,
            state=state,
            text=f"{slug} {state}",
            author_name=f"Author {slug} {state}",
            author_organisation=f"Organisation {slug} {state}",
        )
        for state in SubmissionState
    }
    for state in ("hidden", "removed"):
        ModerationDecisionFactory(submission=submissions[state])
    return SimpleNamespace(
        institution=institution,
        version=version,
        document=version.document,
        consultation=consultation,
        provision=provision,
        **submissions,
    )


@pytest.fixture
def ours(db):
    """The institution a test is about."""
    return _house("ours")


@pytest.fixture
def theirs(db):
    """Another one, whose things must never show."""
    return _house("theirs")
