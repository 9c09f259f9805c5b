"""What is sought in vain is counted so that nobody can be read from it."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from consultations.models import Institution
from plugins.bundled.submission_search import in_vain
from plugins.bundled.submission_search.models import SoughtInVain
from tests.factories.record import ConsultationFactory, InstitutionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
ANA, BEN = "192.0.2.1", "192.0.2.2"


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
    in_vain.note(text, ANA)
    assert not SoughtInVain.objects.exists()


def test_a_text_is_kept_only_from_the_third_time_on() -> None:
    texts, now = [], timezone.now()
    for visitor, day in ((ANA, 0), (BEN, 0), (ANA, 1)):
        in_vain.note("Playground,  Čair", visitor, now + timedelta(days=day))
        texts.append(SoughtInVain.objects.get().text)
    assert texts == ["", "", "playground čair"]
    (row,) = in_vain.sought()
    assert (row.text, row.times, row.days) == ("playground čair", 3, 2)


def test_somebody_who_tries_all_day_does_not_write_it_down() -> None:
    now = timezone.now()
    for day in (0, 0, 0, 0, 1, 1, 1):
        in_vain.note("playground", ANA, now + timedelta(days=day))
    assert in_vain.sought() == []
    row = SoughtInVain.objects.get()
    assert (row.text, row.times, row.days) == ("", 2, 2)


def test_a_visitor_who_reloads_counts_once_and_for_each_text(client: Client, office: Institution) -> None:
    for text in ("playground", "Playground ", "playground", "fountain"):
        client.get("/en/search/", {"q": text})
    client.get("/en/search/", {"q": "playground"}, REMOTE_ADDR=BEN)
    assert sorted(SoughtInVain.objects.values_list("times", flat=True)) == [1, 2]


def test_who_sought_is_nowhere_in_readable_form(client: Client, office: Institution) -> None:
    client.get("/en/search/", {"q": "playground"}, REMOTE_ADDR=BEN)
    kept = {key: caches["default"].get(key.split(":", 2)[2]) for key in caches["default"]._cache}
    ours = {key: value for key, value in kept.items() if "in_vain" in key}
    assert len(ours) == 2
    assert BEN not in str(ours)
    assert "playground" not in str(ours)
    assert all(
        expires <= time.time() + 86_400 + 2 for expires in caches["default"]._expire_info.values() if expires
    )


def test_days_are_counted_apart() -> None:
    now = timezone.now()
    for visitor, days in ((ANA, 0), (BEN, 0), (ANA, 1), (ANA, 5)):
        in_vain.note("playground", visitor, now + timedelta(days=days))
    row = SoughtInVain.objects.get()
    assert (row.times, row.days) == (4, 3)


def test_what_stays_rare_and_what_is_old_is_forgotten() -> None:
    in_vain.note("playground", ANA)
    assert in_vain.forget_rare(timezone.now() + in_vain.FORGOTTEN_AFTER - timedelta(days=1)) == 0
    assert in_vain.forget_rare(timezone.now() + in_vain.FORGOTTEN_AFTER + timedelta(days=2)) == 1


def test_no_more_than_so_many_new_texts_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_vain, "MOST_NEW_A_DAY", 2)
    for text in ("apple", "pear", "plum"):
        in_vain.note(text, ANA)
    in_vain.note("apple", BEN)
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
        in_vain.note("playground", ANA, timezone.now() - timedelta(days=3 - days))
    in_vain.note("fountain", ANA)
    address = "/admin/plugins/submission_search/"
    assert client.get(address).status_code in (302, 403, 404)
    client.force_login(User.objects.create_superuser("op@example.org", "secret"))
    shown = client.get(address).content.decode()
    assert "playground" in shown
    assert "fountain" not in shown
