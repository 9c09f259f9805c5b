"""The admin's front page says what closes soon and what waits, of one's own institutions only."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.tenancy.models import Role
from consultations.models import Consultation
from tests.factories.institutions import make_institution, make_person
from tests.factories.laying import fresh
from tests.factories.record import ConsultationFactory, ResponseFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def consultation(profile, title: str, closes_in: timedelta) -> Consultation:
    """A consultation that has been open for a while."""
    now = timezone.now()
    return ConsultationFactory(
        institution=profile.institution,
        titles={"en": title},
        opens_at=now - timedelta(days=40),
        closes_at=now + closes_in,
    )


def front_page(client: Client, person) -> str:
    """What the person sees after signing in."""
    client.force_login(person)
    return client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(lambda: make_institution("alfa"))


@pytest.fixture
def ours(laid):
    """An institution with one consultation that closes soon, a submission that waits and two without an answer."""
    profile = fresh(laid)
    soon = consultation(profile, "Closes soon", timedelta(days=3))
    consultation(profile, "Closes later", timedelta(days=9))
    consultation(profile, "Closed before", -timedelta(days=1))
    SubmissionFactory(consultation=soon, state="held", published_at=None)
    SubmissionFactory(consultation=soon)
    SubmissionFactory(consultation=soon)
    return profile


@pytest.fixture
def theirs(db):
    """Another institution with the same."""
    profile = make_institution("beta")
    other = consultation(profile, "ZEBRAMARK", timedelta(days=2))
    SubmissionFactory(consultation=other, state="held", published_at=None)
    SubmissionFactory(consultation=other)
    return profile


def test_everybody_of_an_institution_sees_what_closes_soon(client, ours, theirs):
    for role in Role.values:
        page = front_page(client, make_person(ours, role))
        assert "Closes soon" in page
        for absent in ("Closes later", "Closed before", "ZEBRAMARK"):
            assert absent not in page


def test_moderator_sees_how_many_wait_and_official_how_many_lack_an_answer(client, ours, theirs):
    held, unanswered = "1 contribution waits for a moderator.", "2 contributions have no answer yet."
    seen = {role: front_page(client, make_person(ours, role)) for role in Role.values}
    assert {role for role, page in seen.items() if held in page} == {Role.MODERATOR, Role.ADMINISTRATOR}
    assert {role for role, page in seen.items() if unanswered in page} == {Role.OFFICIAL, Role.ADMINISTRATOR}


def test_operator_sees_all(client, ours, theirs, django_user_model):
    page = front_page(client, django_user_model.objects.create_superuser("operator@example.org"))
    for text in ("2 contributions wait for a moderator.", "3 contributions have no answer yet.", "ZEBRAMARK"):
        assert text in page


def test_person_without_a_role_sees_no_panel(client, ours, django_user_model):
    person = django_user_model.objects.create_user("nobody@example.org")
    from django.contrib.auth.models import Permission

    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert "panel-consultations" not in front_page(client, person)


def test_answered_and_replies_are_not_counted(client, ours):
    soon = Consultation.objects.get(titles__en="Closes soon")
    first, second = soon.submissions.filter(state="published")
    SubmissionFactory(consultation=soon, parent=first, root=first)
    ResponseFactory(submissions=[second])
    assert "1 contribution has no answer yet." in front_page(client, make_person(ours, Role.OFFICIAL))


def test_panel_asks_the_same_queries_whatever_there_is(client, ours, django_assert_max_num_queries):
    from cms.answers.dashboard import ConsultationsPanel

    person = make_person(ours, Role.ADMINISTRATOR)
    for number in range(4):
        SubmissionFactory(consultation=consultation(ours, f"More {number}", timedelta(days=1)))

    class Request:
        user = person

    with django_assert_max_num_queries(7):
        ConsultationsPanel().get_context_data({"request": Request})
