"""Saved searches: mails when something new is found, to whoever asked for them and to nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from cms.accounts.models import User
from consultations.authors import email_fingerprint
from consultations.models import Consultation, Institution, Submission
from plugins.api.extension_points import PersonContext
from plugins.api.tasks import TaskContext
from plugins.bundled.submission_search import people, tasks
from plugins.bundled.submission_search.models import SavedSearch
from plugins.bundled.submission_search.saved import keeping, looking, tokens
from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.values import Place
from search import facets
from search.engines import EngineUnavailableError
from tests.factories.record import ConsultationFactory, InstitutionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
NEW = "/en/search/saved/new/?q=benches"


@pytest.fixture
def office() -> Institution:
    return InstitutionFactory(slug="office")


@pytest.fixture
def consultation(office: Institution) -> Consultation:
    return ConsultationFactory(institution=office, titles={"en": "Parks"})


@pytest.fixture
def old(consultation: Consultation, reindex: Callable) -> Submission:
    made = fresh(consultation, "Old benches")
    reindex()
    return made


@pytest.fixture
def ana(client: Client) -> User:
    person = User.objects.create_user("ana@example.org", language="en")
    client.force_login(person)
    return person


def fresh(consultation: Consultation, text: str) -> Submission:
    """Something that was published this moment."""
    return SubmissionFactory(consultation=consultation, text=text, language="en", published_at=timezone.now())


def look() -> int:
    """The worker's round."""
    return looking.look(Place(searchable()))


def due() -> None:
    """Time passes."""
    SavedSearch.objects.update(look_at=timezone.now() - timedelta(minutes=1))


def link_in(body: str, part: str) -> str:
    return re.search(rf"http://\S*/search/saved/{part}/\S+/", body).group().removeprefix("http://127.0.0.1:8000")


def test_an_account_saves_a_search_and_is_told_once_of_what_is_new(
    client: Client, ana: User, old: Submission, consultation: Consultation, reindex: Callable
) -> None:
    assert client.post(NEW, {"how_often": "at_once"}).url == "/en/search/saved/"
    assert look() == 0
    made = fresh(consultation, "New <benches> & shade")
    fresh(consultation, "Something else")
    reindex()
    due()
    assert look() == 1
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert letter.subject == "1 new result of your search"
    assert letter.body.splitlines()[0] == "Search: benches (Municipality office)"
    assert f"/en/submissions/{made.uuid}/" in letter.body
    assert "New <benches> & shade" in letter.body
    assert str(old.uuid) not in letter.body
    due()
    assert look() == 0
    assert len(mail.outbox) == 1


def test_mails_that_are_asked_for_daily_wait_a_day(
    client: Client, ana: User, old: Submission, consultation: Consultation, reindex: Callable
) -> None:
    client.post(NEW, {"how_often": "daily"})
    for number in range(2):
        fresh(consultation, f"benches {number}")
        reindex()
        if number == 0:
            due()
        look()
    assert len(mail.outbox) == 1
    assert SavedSearch.objects.get().look_at > timezone.now() + timedelta(hours=23)
    due()
    assert look() == 1


def test_what_is_hidden_meanwhile_is_told_to_nobody(
    client: Client, ana: User, old: Submission, consultation: Consultation, reindex: Callable
) -> None:
    client.post(NEW, {"how_often": "at_once"})
    made = fresh(consultation, "benches")
    reindex()
    Submission.objects.filter(pk=made.pk).update(state="removed")
    due()
    assert look() == 0
    assert mail.outbox == []


def test_a_guest_confirms_first_by_a_button(client: Client, old: Submission) -> None:
    response = client.post(NEW, {"how_often": "at_once", "email": "Guest@Example.org "})
    assert response.status_code == 200
    saved = SavedSearch.objects.get()
    assert (saved.email, saved.confirmed_at) == ("guest@example.org", None)
    due()
    assert look() == 0
    (letter,) = mail.outbox
    link = link_in(letter.body, "confirm")
    assert client.get(link).status_code == 200
    saved.refresh_from_db()
    assert saved.confirmed_at is None
    assert client.post(link).status_code == 302
    saved.refresh_from_db()
    assert saved.confirmed_at is not None
    assert saved.told == [f"submission:{old.uuid}"]


def test_what_nobody_confirms_is_forgotten_and_its_link_leads_nowhere(client: Client, old: Submission) -> None:
    client.post(NEW, {"how_often": "at_once", "email": "guest@example.org"})
    link = link_in(mail.outbox[0].body, "confirm")
    SavedSearch.objects.update(created_at=timezone.now() - timedelta(days=tokens.DAYS_TO_CONFIRM + 1))
    assert keeping.forget_unconfirmed() == 1
    assert client.post(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b", "a:b", "ž", "0" * 500])
def test_forged_links_lead_nowhere(client: Client, old: Submission, token: str) -> None:
    for part in ("confirm", "stop"):
        assert client.post(f"/en/search/saved/{part}/{token}/").status_code == 404


def test_a_link_to_stop_confirms_nothing(client: Client, old: Submission) -> None:
    saved = keeping.save_for_guest(email="a@example.org", query="q=benches", language="en", how_often="daily")
    assert client.post(f"/en/search/saved/confirm/{tokens.stop_token(saved)}/").status_code == 404


def test_the_mail_is_ended_by_its_link_without_signing_in_and_by_the_mail_program(
    client: Client, ana: User, old: Submission, consultation: Consultation, reindex: Callable
) -> None:
    client.post(NEW, {"how_often": "at_once"})
    fresh(consultation, "benches")
    reindex()
    due()
    look()
    (letter,) = mail.outbox
    link = link_in(letter.body, "stop")
    headers = letter.extra_headers
    assert headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000{link}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(link).status_code == 200
    assert SavedSearch.objects.count() == 1
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert SavedSearch.objects.count() == 0


def test_an_account_sees_and_ends_its_own(client: Client, ana: User, old: Submission) -> None:
    client.post(NEW, {"how_often": "daily"})
    keeping.save_for_guest(email="b@example.org", query="q=other", language="en", how_often="daily")
    page = BeautifulSoup(client.get("/en/search/saved/").content, "html.parser")
    assert [one.get_text(strip=True) for one in page.select(".search-saved h2")] == [
        "Search: benches (Municipality office)"
    ]
    client.post(page.select_one(".search-saved form")["action"])
    assert SavedSearch.objects.filter(user=ana.pk).count() == 0
    assert Client().get("/en/search/saved/").status_code == 302


def test_the_same_search_is_saved_once(client: Client, ana: User, old: Submission) -> None:
    for how_often in ("daily", "at_once"):
        client.post(NEW, {"how_often": how_often})
    assert SavedSearch.objects.get().how_often == "at_once"


def test_one_address_is_not_flooded(client: Client, old: Submission) -> None:
    for number in range(keeping.MOST_UNCONFIRMED + 2):
        client.post(f"/en/search/saved/new/?q=benches{number}", {"how_often": "daily", "email": "a@example.org"})
    assert len(mail.outbox) == keeping.MOST_UNCONFIRMED


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "Search for something first"),
        ("q=%20", "Search for something first"),
        ("q=%3F%3F%3F", "there is no word in it"),
        ("q=%3F%3F%3F&kind=document", "there is no word in it"),
        ("kind=person&q=a", "a part of it is not understood: kind: One of these is expected: "),
        ("year=soon&after=x", "after: A day is expected, such as 2026-01-31."),
        (f"q={'a' * 3000}", "it is too long"),
    ],
)
def test_what_asks_for_nothing_or_too_much_is_not_saved_and_nothing_typed_is_lost(
    client: Client, old: Submission, address: str, reason: str
) -> None:
    back = client.get(f"/en/search/saved/new/?{address}")
    assert (back.status_code, back.url) == (302, f"/en/search/?{address.replace('%20', '+')}")
    assert reason in BeautifulSoup(client.get(back.url).content, "html.parser").get_text()
    response = client.post(f"/en/search/saved/new/?{address}", {"how_often": "at_once", "email": "a@example.org"})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert reason in page.get_text()
    assert page.select_one("input[name=email]")["value"] == "a@example.org"
    assert page.select_one("input[value=at_once]").has_attr("checked")
    assert not SavedSearch.objects.exists()


def test_a_wrong_address_is_told_beside_the_field(client: Client, old: Submission) -> None:
    response = client.post(NEW, {"how_often": "daily", "email": "nobody"})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(".field--invalid input")["name"] == "email"


def test_a_search_that_can_no_longer_be_asked_as_it_was_meant_finds_nothing(
    client: Client, ana: User, old: Submission, office: Institution, switch: Callable, reindex: Callable
) -> None:
    client.post("/en/search/saved/new/?q=benches&institution=office", {"how_often": "at_once"})
    other = ConsultationFactory(institution=InstitutionFactory(slug="other"))
    switch(office, False)
    fresh(other, "benches")
    reindex()
    due()
    assert look() == 0


def test_a_search_by_a_facet_that_is_gone_finds_nothing(
    client: Client, ana: User, old: Submission, consultation: Consultation, reindex: Callable
) -> None:
    facets.register("district")
    try:
        client.post("/en/search/saved/new/?q=benches&district=north", {"how_often": "at_once"})
    finally:
        facets.unregister("district")
    assert "district=north" in SavedSearch.objects.get().query
    fresh(consultation, "benches")
    reindex()
    due()
    assert look() == 0


def test_a_failing_mail_server_costs_only_time(
    client: Client,
    ana: User,
    old: Submission,
    consultation: Consultation,
    reindex: Callable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.post(NEW, {"how_often": "at_once"})
    fresh(consultation, "benches")
    reindex()
    due()

    def refused(self: Any, *args: Any, **options: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refused)
        assert look() == 0
    assert SavedSearch.objects.get().look_at > timezone.now()
    due()
    assert look() == 1


def down(query: Any) -> None:
    raise EngineUnavailableError("no route to host")


def test_an_engine_that_is_down_loses_nothing(
    client: Client,
    ana: User,
    old: Submission,
    consultation: Consultation,
    reindex: Callable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.post(NEW, {"how_often": "at_once"})
    fresh(consultation, "benches")
    reindex()
    due()

    with monkeypatch.context() as patched:
        patched.setattr("plugins.bundled.submission_search.saved.asking.search", down)
        with pytest.raises(EngineUnavailableError):
            look()
    due()
    assert look() == 1


def test_an_engine_that_is_down_is_no_failure_of_the_plugin(
    client: Client,
    ana: User,
    old: Submission,
    consultation: Consultation,
    reindex: Callable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for text in ("benches", "trees", "paths"):
        client.post(f"/en/search/saved/new/?q={text}", {"how_often": "at_once"})
    fresh(consultation, "benches")
    reindex()
    due()
    monkeypatch.setattr(tasks, "_down_until", 0.0)
    context = TaskContext(institution=consultation.institution.uuid, now=timezone.now())

    with monkeypatch.context() as patched, capture_logs() as told:
        patched.setattr("plugins.bundled.submission_search.saved.asking.search", down)
        for _ in range(6):
            tasks.tend(context)
    warned = [one["error"] for one in told if one["event"] == "saved_searches_wait_for_the_engine"]
    assert warned == ["no route to host"]
    due()
    monkeypatch.setattr(tasks, "_down_until", 0.0)
    tasks.tend(context)
    assert len(mail.outbox) == 1


def test_two_workers_write_one_mail(
    client: Client, ana: User, old: Submission, consultation: Consultation, reindex: Callable
) -> None:
    client.post(NEW, {"how_often": "at_once"})
    fresh(consultation, "benches")
    reindex()
    due()
    assert [look(), look()] == [1, 0]


def test_a_person_is_handed_their_searches_and_they_are_erased_by_account_or_address(ana: User) -> None:
    keeping.save_for_account(user=ana.pk, query="q=a", language="en", how_often="daily", place=Place(searchable()))
    keeping.save_for_guest(email="guest@example.org", query="q=b", language="en", how_often="daily")
    guest = PersonContext(
        institution=None,
        participants=(),
        submissions=(),
        address_fingerprints=(email_fingerprint("guest@example.org"),),
    )
    account = PersonContext(institution=None, participants=(), submissions=(), user=ana.pk)
    assert [record.values["query"] for record in people.export(guest)] == ["q=b"]
    assert [record.values["query"] for record in people.export(account)] == ["q=a"]
    assert people.erase(guest) == 1
    assert list(SavedSearch.objects.values_list("query", flat=True)) == ["q=a"]
    assert people.erase(account) == 1


def test_the_core_tells_plugins_the_fingerprints_of_a_persons_addresses(ana: User) -> None:
    from consultations.people import context_of, person_by_account

    context = context_of(person_by_account(ana.pk))
    assert context.address_fingerprints == (email_fingerprint("ana@example.org"),)
