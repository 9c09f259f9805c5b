"""An official answers contributions in the admin, alone and several at once, and only their institution's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.tenancy.models import InstitutionGroup, Role
from cms.tenancy.services.set_up_institution import set_up_institution
from consultations.models import Consultation, ConsultationDocument, Institution, Response, Submission
from tests.factories.laying import fresh
from tests.factories.record import (
    ConsultationFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def institution(slug: str) -> Institution:
    names = {"mk": f"Општина {slug}", "sq": f"Komuna {slug}", "en": f"Municipality {slug}"}
    return set_up_institution(
        slug=slug, name=names, languages=["mk", "sq", "en"], jurisdiction="MK", rule_set="mk"
    ).institution


def official_of(slug: str, role: str = Role.OFFICIAL) -> Any:
    user = UserFactory()
    user.groups.add(InstitutionGroup.objects.get(profile__institution__slug=slug, role=role).group)
    return user


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(lambda: institution("ours"))


@pytest.fixture
def consultation(laid) -> Consultation:
    return ConsultationFactory(institution=fresh(laid))


@pytest.fixture
def others() -> Submission:
    return SubmissionFactory(
        consultation=ConsultationFactory(institution=institution("theirs"), titles={"en": "Title of theirs"}),
        text="text of theirs",
    )


@pytest.fixture
def official(client: Client, consultation: Consultation) -> Client:
    client.force_login(official_of("ours"))
    return client


def address(consultation: Consultation, query: str = "") -> str:
    return reverse("answers:consultation", args=[consultation.uuid]) + query


def answer(*submissions: Submission, **changes: str) -> dict[str, Any]:
    return {
        "submissions": [str(row.uuid) for row in submissions],
        "outcome": "partly_accepted",
        "reason_mk": "Делумно.",
        "reason_sq": "Pjesërisht.",
        "reason_en": "",
        **changes,
    }


def test_several_are_answered_at_once(official: Client, consultation: Consultation) -> None:
    rows = [SubmissionFactory(consultation=consultation) for _ in range(3)]
    response = official.post(address(consultation), answer(*rows[:2]), follow=True)
    assert "2 contributions are answered." in response.content.decode()
    given = Response.objects.get()
    assert given.outcome == "partly_accepted"
    assert given.reasons == {"mk": "Делумно.", "sq": "Pjesërisht."}
    assert set(given.targets.values_list("submission", flat=True)) == {rows[0].pk, rows[1].pk}


def test_answered_ones_leave_the_list_of_open_ones(official: Client, consultation: Consultation) -> None:
    first, second = (SubmissionFactory(consultation=consultation, text=text) for text in ("one text", "two text"))
    official.post(address(consultation), answer(first))
    shown = {
        show: official.get(address(consultation, f"?show={show}")).content.decode()
        for show in ("open", "answered", "all")
    }
    assert ["one text" in shown[show] for show in ("open", "answered", "all")] == [False, True, True]
    assert ["two text" in shown[show] for show in ("open", "answered", "all")] == [True, False, True]
    assert second.text == "two text"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"submissions": []}, "Tick the contributions"),
        ({"submissions": ["x"]}, "There is no such contribution."),
        ({"outcome": ""}, "Choose one of the offered outcomes."),
        ({"outcome": "best"}, "Select a valid choice"),
        ({"reason_mk": " "}, "This field is required."),
    ],
)
def test_mistake_keeps_what_was_typed(
    official: Client, consultation: Consultation, changes: dict[str, Any], message: str
) -> None:
    row = SubmissionFactory(consultation=consultation)
    response = official.post(address(consultation), answer(row) | changes)
    text = response.content.decode()
    assert response.status_code == 422
    assert message in text
    assert "Pjesërisht." in text
    assert not Response.objects.exists()


def test_another_institutions_consultation_is_not_found(official: Client, others: Submission) -> None:
    assert official.get(address(others.consultation)).status_code == 404
    assert official.post(address(others.consultation), answer(others)).status_code == 404
    assert official.post(reverse("answers:conclude", args=[others.consultation.uuid])).status_code == 404
    assert official.get(reverse("answers:index") + "?institution=theirs").status_code == 404
    assert "theirs" not in official.get(reverse("answers:index")).content.decode()
    assert not Response.objects.exists()


def test_another_institutions_submission_is_not_answered(
    official: Client, consultation: Consultation, others: Submission
) -> None:
    response = official.post(address(consultation), answer(others))
    assert response.status_code == 422
    assert "There is no such contribution." in response.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MODERATOR])
def test_other_roles_do_not_answer(client: Client, consultation: Consultation, role: str) -> None:
    client.force_login(official_of("ours", role))
    assert client.get(reverse("answers:index")).status_code == 404
    assert client.post(address(consultation), answer()).status_code == 404


def test_outcome_is_published_when_all_is_answered(client: Client) -> None:
    closed = ConsultationFactory(institution=institution("ours"), closed=True)
    client.force_login(official_of("ours"))
    row = SubmissionFactory(consultation=closed)
    path = reverse("answers:conclude", args=[closed.uuid])
    assert "1 contribution has no answer yet." in client.post(path, follow=True).content.decode()
    client.post(address(closed), answer(row))
    assert "The outcome is published" in client.post(path, follow=True).content.decode()
    closed.refresh_from_db()
    assert closed.answered_at is not None


def test_hostile_text_is_escaped(official: Client, consultation: Consultation) -> None:
    SubmissionFactory(consultation=consultation, text="<script>alert(1)</script>")
    text = official.get(address(consultation)).content.decode()
    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_queries_do_not_grow(
    official: Client, consultation: Consultation, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (3, 40):
        for _ in range(number):
            SubmissionFactory(consultation=consultation)
        official.get(address(consultation))
        with django_assert_max_num_queries(60) as captured:
            official.get(address(consultation))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_list_is_narrowed_to_a_provision_and_an_outcome(official: Client, consultation: Consultation) -> None:
    version = VersionFactory(document__institution=consultation.institution)
    ConsultationDocument.objects.create(consultation=consultation, version=version)
    article = version.provisions.get(number="2")
    on_article = SubmissionFactory(
        consultation=consultation, version=version, provision_uid=article.uid, text="about the article"
    )
    on_whole = SubmissionFactory(consultation=consultation, text="about the whole")
    page = official.get(address(consultation, f"?provision={article.uid}")).content.decode()
    assert ("about the article" in page, "about the whole" in page) == (True, False)
    assert f'<option value="{article.uid}" selected>article 2 Heading 2 (en)</option>' in page
    official.post(address(consultation), answer(on_article))
    official.post(address(consultation), answer(on_whole, outcome="noted"))
    page = official.get(address(consultation, "?show=answered&outcome=noted")).content.decode()
    assert ("about the article" in page, "about the whole" in page) == (False, True)


@pytest.mark.parametrize("query", ["?provision=x", "?outcome=loved", "?show=mine", "?cursor=zzz"])
def test_filter_that_was_not_offered_is_a_bad_request(
    official: Client, consultation: Consultation, query: str
) -> None:
    assert official.get(address(consultation, query)).status_code == 400
