"""What is sought in vain is counted so that nobody can be read from it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from consultations.models import Institution
from plugins.bundled.submission_search import in_vain
from plugins.bundled.submission_search.models import SoughtInVain
from tests.factories.record import ConsultationFactory, InstitutionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(reindex: Callable) -> Institution:
    office = InstitutionFactory(slug="office")
    SubmissionFactory(consultation=ConsultationFactory(institution=office), text="benches", language="en")
    reindex()
    return office


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ab",
        "ana@example.org",
        "05/L-040",
        "049 123 456",
        "www.example.org",
        "example.org",
        "one two three four five six seven",
        "x" * 80,
        "???",
        "kind:document",
    ],
)
def test_what_may_tell_who_asked_is_not_counted(text: str) -> None:
    in_vain.note(text)
    assert not SoughtInVain.objects.exists()


def test_a_text_is_kept_only_from_the_third_time_on() -> None:
    texts, now = [], timezone.now()
    for day in (0, 0, 1):
        in_vain.note("Playground,  Čair", now + timedelta(days=day))
        texts.append(SoughtInVain.objects.get().text)
    assert texts == ["", "", "playground čair"]
    (row,) = in_vain.sought()
    assert (row.text, row.times, row.days) == ("playground čair", 3, 2)


def test_somebody_who_tries_all_day_does_not_write_it_down() -> None:
    for _ in range(10):
        in_vain.note("playground")
    assert in_vain.sought() == []
    assert SoughtInVain.objects.get().text == ""


def test_days_are_counted_apart() -> None:
    now = timezone.now()
    for days in (0, 0, 1, 5):
        in_vain.note("playground", now + timedelta(days=days))
    row = SoughtInVain.objects.get()
    assert (row.times, row.days) == (4, 3)


def test_what_stays_rare_and_what_is_old_is_forgotten() -> None:
    in_vain.note("playground")
    assert in_vain.forget_rare(timezone.now() + in_vain.FORGOTTEN_AFTER - timedelta(days=1)) == 0
    assert in_vain.forget_rare(timezone.now() + in_vain.FORGOTTEN_AFTER + timedelta(days=2)) == 1


def test_no_more_than_so_many_new_texts_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_vain, "MOST_NEW_A_DAY", 2)
    for text in ("apple", "pear", "plum"):
        in_vain.note(text)
    in_vain.note("apple")
    assert sorted(SoughtInVain.objects.values_list("times", flat=True)) == [1, 2]


def test_only_a_plain_search_of_a_reader_that_finds_nothing_counts(client: Client, office: Institution) -> None:
    client.get("/en/search/", {"q": "benches"})
    client.get("/en/search/", {"q": "playground", "kind": "document"})
    client.get("/en/search/", {"q": "playground", "page": "2"})
    client.head("/en/search/", {"q": "playground"})
    client.get("/api/v1/search/", {"q": "playground"})
    assert not SoughtInVain.objects.exists()
    client.get("/en/search/", {"q": "playground"})
    assert SoughtInVain.objects.get().times == 1


def test_staff_read_the_list_in_the_admin_and_the_public_does_not(client: Client, office: Institution) -> None:
    for days in range(3):
        in_vain.note("playground", timezone.now() - timedelta(days=3 - days))
    in_vain.note("fountain")
    address = "/admin/plugins/submission_search/"
    assert client.get(address).status_code in (302, 403, 404)
    client.force_login(User.objects.create_superuser("op@example.org", "secret"))
    shown = client.get(address).content.decode()
    assert "playground" in shown
    assert "fountain" not in shown
