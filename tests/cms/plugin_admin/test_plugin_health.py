"""What the operator sees of a plugin's health, and what nobody else does."""

import re

import pytest
from django.utils import timezone

from consultations.models import Institution
from plugins.kernel import timings
from plugins.kernel.breaker import State, breaker
from plugins.kernel.models import PluginDelivery, PluginFailure

pytestmark = pytest.mark.django_db

OVERVIEW = "/admin/plugin-administration/"
HEALTH = f"{OVERVIEW}operator/health/polls/"


@pytest.fixture
def failure(here):
    """polls is left out at the institution."""
    entry = {
        "at": timezone.now().isoformat(),
        "contribution": "polls/home.page/a",
        "error": "KeyError",
        "place": "a:1",
    }
    return PluginFailure.objects.create(
        plugin="polls",
        institution=here.uuid,
        count=7,
        last_error_type="KeyError",
        last_at=timezone.now(),
        opened_at=timezone.now(),
        recent=[entry, {**entry, "error": "ValueError", "contribution": "polls/home.page/b"}],
    )


@pytest.fixture
def parked():
    """A call of polls that failed too often."""
    return PluginDelivery.objects.create(
        plugin="polls",
        point="record.event_committed",
        contribution="send_mail",
        created_at=timezone.now(),
        not_before=timezone.now(),
        attempts=8,
        parked_at=timezone.now(),
        last_error="ConnectionError",
    )


def words(page):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_operator_sees_state_latest_errors_waiting_calls_and_times(client, operator, failure, parked):
    watch = timings.Watch()
    watch.seconds, watch.queries = 0.4, 30
    watch.note("polls", "polls/home.page/a")
    timings.flush()
    client.force_login(operator)
    page = client.get(HEALTH)
    assert page.status_code == 200
    text = words(page)
    for shown in ("Left out since", "KeyError", "ValueError", "polls/home.page/b", "ConnectionError", "send_mail"):
        assert shown in text
    assert [entry["error"] for entry in page.context["recent"]] == ["KeyError", "ValueError"]
    (timing,) = page.context["timings"]
    assert (timing.calls, timing.high_queries, timing.is_slow) == (1, 30, True)
    assert "Slow" in text


def test_health_of_a_plugin_in_quarantine_says_why(client, operator):
    client.force_login(operator)
    assert "it fell apart" in words(client.get(f"{OVERVIEW}operator/health/broken/"))
    assert client.get(f"{OVERVIEW}operator/health/thraeds/").status_code == 404


def test_overview_leads_the_operator_to_each_plugins_health(client, operator, failure, parked):
    client.force_login(operator)
    page = client.get(OVERVIEW)
    assert page.context["health"] == [
        {"slug": "broken", "failures": 0, "parked": 0},
        {"slug": "polls", "failures": 7, "parked": 1},
        {"slug": "whole", "failures": 0, "parked": 0},
    ]
    assert f'href="{HEALTH}"' in page.content.decode()


def test_operator_tries_a_parked_call_again_or_gives_it_up(client, operator, parked):
    client.force_login(operator)
    answer = client.post(f"{OVERVIEW}deliveries/{parked.pk}/", {"action": "retry"}, follow=True)
    assert answer.redirect_chain == [(HEALTH, 302)]
    parked.refresh_from_db()
    assert (parked.parked_at, parked.attempts) == (None, 0)
    assert "1 call is tried again by the worker." in words(answer)
    client.post(f"{OVERVIEW}deliveries/{parked.pk}/", {"action": "discard"})
    assert PluginDelivery.objects.count() == 0


def test_reset_from_the_health_page_returns_to_it(client, operator, failure, here):
    for _ in range(5):
        breaker.failed("polls", here.uuid, "polls/home.page/a")
    client.force_login(operator)
    answer = client.post(f"{OVERVIEW}failures/{failure.pk}/reset/", {"back": "polls"}, follow=True)
    assert answer.redirect_chain == [(HEALTH, 302)]
    assert "No plugin has failed since the last reset." in words(answer)
    assert breaker.state("polls", here.uuid) is State.CLOSED


def test_administrator_hears_that_a_plugin_is_left_out_and_no_more(client, administrator, here, failure, parked):
    client.force_login(administrator)
    text = words(client.get(f"{OVERVIEW}{here.slug}/polls/"))
    assert "This plugin kept failing here and is left out since" in text
    assert "KeyError" not in text
    assert "Health" not in text
    assert client.get(HEALTH).status_code == 404
    assert client.post(f"{OVERVIEW}deliveries/{parked.pk}/", {"action": "discard"}).status_code == 404
    assert PluginDelivery.objects.count() == 1


def test_institution_called_health_is_administered_all_the_same(client, here, administrator):
    Institution.objects.filter(pk=here.pk).update(slug="health")
    client.force_login(administrator)
    assert client.get(f"{OVERVIEW}health/polls/").status_code == 200
