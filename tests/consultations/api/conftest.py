"""Two institutions with a record each, so that every test can see a leak."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from consultations.models import Consultation, Institution, Submission, Version
from consultations.services.issue_api_token import issue_api_token
from tests.factories.record import (
    ConsultationFactory,
    ContactDetailFactory,
    InstitutionFactory,
    SubmissionFactory,
    VersionFactory,
)


@dataclass(frozen=True)
class House:
    """An institution with an open consultation, a published, a held and an unverified submission."""

    institution: Institution
    version: Version
    consultation: Consultation
    published: Submission
    held: Submission
    unverified: Submission


@pytest.fixture
def make_house(db: None) -> Callable[[str], House]:
    def make(slug: str) -> House:
        institution = InstitutionFactory(slug=slug)
        version = VersionFactory(document__institution=institution)
        consultation = ConsultationFactory(institution=institution, versions=[version])
        published = SubmissionFactory(consultation=consultation, text=f"published text of {slug}")
        ContactDetailFactory(participant=published.participant, email=f"author@{slug}.example.org")
        return House(
            institution,
            version,
            consultation,
            published,
            SubmissionFactory(consultation=consultation, state="held", text=f"held text of {slug}"),
            SubmissionFactory(consultation=consultation, state="unverified", text=f"unverified text of {slug}"),
        )

    return make


@pytest.fixture
def house(make_house: Callable[[str], House]) -> House:
    return make_house("ours")


@pytest.fixture
def other_house(make_house: Callable[[str], House]) -> House:
    return make_house("theirs")


@pytest.fixture
def bearer() -> Callable[..., dict[str, str]]:
    """Headers with a fresh token of an institution."""

    def make(institution: Institution, *scopes: str) -> dict[str, str]:
        _token, secret = issue_api_token(institution=institution, label="test", scopes=scopes)
        return {"Authorization": f"Bearer {secret}"}

    return make


@pytest.fixture
def post(client: Client) -> Callable[..., Any]:
    """POST JSON."""

    def send(path: str, body: Any, **headers: str) -> Any:
        return client.post(path, body, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def guest_body(house: House) -> dict[str, Any]:
    """What a guest sends to the open consultation."""
    return {
        "consultation": str(house.consultation.uuid),
        "text": "Më shumë gjelbërim.",
        "language": "sq",
        "name": "Arta",
        "email": f"{uuid4().hex}@example.org",
    }
