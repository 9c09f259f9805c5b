"""How many queries a page takes: at most twelve, and no more with many things on it than with few."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.pages.models import InstitutionPage, NewsPage, SectionPage
from cms.tenancy.services.set_up_institution import set_up_institution
from consultations.tokens import follow_token
from tests.factories.record import (
    ConsultationFactory,
    ModerationDecisionFactory,
    ParticipantFactory,
    ResponseFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def office():
    return set_up_institution(
        slug="office",
        name={"sq": "Zyra", "en": "The Office"},
        languages=["sq", "en"],
        jurisdiction="XK",
        rule_set="xk-government",
    ).institution


def queries(path, client=None):
    """Those of a second visit: the first one fills what lives as long as the process."""
    client = client or Client()
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def assert_constant(few, many):
    assert len(many) <= MOST, "\n".join(many)
    assert len(few) == len(many), "\n".join(many)


def fill(office, count):
    """So many consultations about documents with contributions, answers, news and sections."""
    home = InstitutionPage.objects.get(institution=office, locale__language_code="en")
    for number in range(count):
        version = VersionFactory(document__institution=office, provisions=2 + number)
        consultation = ConsultationFactory(
            institution=office, versions=[version], opens_at=timezone.now() - dt.timedelta(days=number + 1)
        )
        submissions = SubmissionFactory.create_batch(2, consultation=consultation, version=version)
        ResponseFactory(consultation=consultation, submissions=submissions[:1])
        for page_type in (NewsPage, SectionPage):
            slug = f"{page_type.__name__.lower()}-{home.numchild}"
            page = page_type(title=slug, slug=slug, locale=home.locale, show_in_menus=page_type is SectionPage)
            home.add_child(instance=page)


@pytest.mark.parametrize("path", ["/en/", "/en/office/", "/en/consultations/", "/en/institutions/"])
def test_lists_take_as_many_queries_for_many_as_for_few(office, path):
    fill(office, 1)
    few = queries(path)
    fill(office, 6)
    assert_constant(few, queries(path))


def test_consultation_takes_as_many_queries_for_many_contributions(office):
    version = VersionFactory(document__institution=office)
    consultation = ConsultationFactory(institution=office, versions=[version])
    path = f"/en/consultations/{consultation.uuid}/"
    SubmissionFactory(consultation=consultation)
    few = queries(path)
    SubmissionFactory.create_batch(30, consultation=consultation)
    assert_constant(few, queries(path))


def test_document_takes_as_many_queries_for_many_provisions(office):
    paths = []
    for provisions in (2, 60):
        version = VersionFactory(document__institution=office, provisions=provisions)
        consultation = ConsultationFactory(institution=office, versions=[version])
        for provision in version.provisions.all():
            SubmissionFactory(consultation=consultation, version=version, provision_uid=provision.uid)
        paths.append(f"/en/documents/{version.document.uuid}/")
    assert_constant(queries(paths[0]), queries(paths[1]))


def test_form_on_a_provision_takes_few_queries(office):
    version = VersionFactory(document__institution=office, provisions=40)
    consultation = ConsultationFactory(institution=office, versions=[version])
    provision = version.provisions.last()
    path = f"/en/consultations/{consultation.uuid}/take-part/?version={version.uuid}&provision={provision.uid}"
    assert len(queries(path)) <= MOST


def test_submission_and_private_page_take_few_queries(office):
    version = VersionFactory(document__institution=office)
    consultation = ConsultationFactory(institution=office, versions=[version])
    submission = SubmissionFactory(
        consultation=consultation, version=version, provision_uid=version.provisions.first().uid
    )
    ResponseFactory(consultation=consultation, submissions=[submission])
    for _ in range(5):
        ModerationDecisionFactory(submission=submission, action="restore")
        SubmissionFactory(parent=submission)
    for path in (f"/en/submissions/{submission.uuid}/", f"/en/follow/{follow_token(submission.uuid)}/"):
        sql = queries(path)
        assert len(sql) <= MOST, "\n".join(sql)


def test_my_submissions_take_as_many_queries_for_many_as_for_few(office):
    client, user = Client(), UserFactory()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    participant = ParticipantFactory(user=user, kind="account")
    consultation = ConsultationFactory(institution=office)
    SubmissionFactory(consultation=consultation, participant=participant)
    few = queries("/en/mine/", client)
    SubmissionFactory.create_batch(15, consultation=consultation, participant=participant)
    assert_constant(few, queries("/en/mine/", client))
