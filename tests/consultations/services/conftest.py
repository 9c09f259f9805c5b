"""An institution that consults about a document with two articles, until the end of a known day."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from consultations.authors import Account, Guest
from consultations.services.submit import submit
from tests.factories.record import ConsultationFactory, InstitutionFactory, UserFactory, VersionFactory

OPENS = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, 22, 59, 0, tzinfo=UTC)


@pytest.fixture
def place(db):
    """institution, another institution, official, version, consultation, provision (the first article)."""
    institution = InstitutionFactory(slug="jegunovce")
    version = VersionFactory(document__institution=institution, provisions=2)
    consultation = ConsultationFactory(
        institution=institution, versions=[version], opens_at=OPENS, closes_at=CLOSES
    )
    return SimpleNamespace(
        institution=institution,
        other=InstitutionFactory(slug="other"),
        official=UserFactory(),
        version=version,
        provision=version.provisions.get(number="1"),
        consultation=consultation,
    )


@pytest.fixture
def send(place):
    """Sends something to the consultation: `send("text", email=…)` for a guest, else an account's."""

    def sent(text="Предлог.", *, email=None, user=None, name="Ana", **fields):
        if email:
            author = Guest(email=email, display_name=name, interface_language="mk")
        else:
            author = Account(user_id=(user or UserFactory()).pk, display_name=name)
        given = {"consultation_uuid": place.consultation.uuid, "language": "mk", "now": NOW, "author": author}
        return submit(text=text, **given | fields)

    return sent
