"""The site's pages with something on them: an institution, its document, consultations in each state."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from consultations.models import Consultation, Institution, Version
from tests.factories.record import ConsultationFactory, InstitutionFactory, VersionFactory


@pytest.fixture
def institution(db: Any) -> Institution:
    return InstitutionFactory(slug="jegunovce")


@pytest.fixture
def version(institution: Institution) -> Version:
    return VersionFactory(document__institution=institution, provisions=4)


@pytest.fixture
def consultation(institution: Institution, version: Version) -> Consultation:
    return ConsultationFactory(institution=institution, versions=[version])


@pytest.fixture
def one_second_late(consultation: Consultation) -> Consultation:
    """Open when the form was fetched, closed a second before it is sent."""
    from django.utils import timezone

    consultation.closes_at = timezone.now() - dt.timedelta(seconds=1)
    consultation.save(update_fields=["closes_at"])
    return consultation


@pytest.fixture
def strict_client() -> Client:
    """A browser whose forms are checked for their CSRF token, as real ones are."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def hostile() -> str:
    """What somebody might try to put on a page through a text field."""
    return '<script>alert(1)</script> "quoted" & <b onmouseover=x>bold</b>'
