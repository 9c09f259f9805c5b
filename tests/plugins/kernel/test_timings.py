"""What operators see of a plugin's speed: counted in each process, added up in the database."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.signals import request_finished
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory
from django.utils import timezone

from plugins.kernel import timings
from plugins.kernel.gated import gated
from plugins.kernel.histograms import MILLISECONDS, QUERIES, added, bucket, percentile
from plugins.kernel.invoking import invoke
from plugins.kernel.manifest import Contribution
from plugins.kernel.models import PluginTiming
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.scope import PORTAL

SLOT = LoadedContribution("ant", Contribution(point="home.page", handler="ant.slots:home"))
KEY = "ant/home.page/home"


@pytest.fixture(autouse=True)
def nothing_counted():
    """No counts of another test."""
    timings.forget_counts()
    yield
    timings.forget_counts()


@pytest.fixture
def clock(monkeypatch):
    """Time that passes only when told: `clock.now += 0.25`."""
    made = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(timings.time, "perf_counter", lambda: made.now)
    return made


def counted(milliseconds, queries=0, times=1):
    """Note some calls that took so long."""
    for _ in range(times):
        watch = timings.Watch()
        watch.seconds, watch.queries = milliseconds / 1000, queries
        watch.note("ant", KEY)


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 0), (0.1, 0), (0.11, 1), (0.2, 2), (1_000_000_000, len(MILLISECONDS) - 1)]
)
def test_value_falls_into_the_bucket_with_the_next_bound(value, expected):
    assert bucket(MILLISECONDS, value) == expected


def test_percentile_is_the_bound_below_which_the_share_lies():
    counts = [0] * len(QUERIES)
    counts[bucket(QUERIES, 2)] = 94
    counts[bucket(QUERIES, 9)] = 5
    counts[bucket(QUERIES, 70)] = 1
    assert [percentile(QUERIES, counts, share) for share in (0.5, 0.94, 0.95, 0.99, 1)] == [2, 2, 9, 9, 75]
    assert percentile(QUERIES, [], 0.5) == 0


def test_histograms_of_processes_add_up():
    assert added((1, 2, 3), [1, 2, 3], [1], []) == [2, 2, 3]


def test_invoked_handler_is_timed_also_when_it_fails(monkeypatch, clock, loaded, manifest_of):
    def call(handler):
        clock.now += 0.25
        raise ValueError

    monkeypatch.setattr("plugins.kernel.invoking.resolve", lambda handler: None)
    monkeypatch.setattr("plugins.kernel.invoking.failed", lambda *args: None)
    assert invoke(SLOT, PORTAL, call).error is not None
    counts = timings._counts[("ant", KEY)]
    assert counts.calls == 1
    assert counts.durations[bucket(MILLISECONDS, 250)] == 1


@pytest.mark.django_db
def test_invoked_handlers_queries_are_counted(monkeypatch):
    def call(handler):
        with connection.cursor() as cursor:
            for _ in range(3):
                cursor.execute("SELECT 1")

    monkeypatch.setattr("plugins.kernel.invoking.resolve", lambda handler: None)
    invoke(SLOT, PORTAL, call)
    assert timings._counts[("ant", KEY)].queries[3] == 1
    assert connection.execute_wrappers == []


class Slow(SimpleTemplateResponse):
    """A response that is rendered after its view has returned."""

    def resolve_template(self, template):
        return SimpleNamespace(render=lambda context, request=None: self.clock_moves())


@pytest.mark.parametrize("rendered_later", [False, True])
def test_view_is_timed_with_its_rendering(monkeypatch, clock, rendered_later):
    def render():
        clock.now += 2
        return ""

    def view(request):
        clock.now += 1
        if not rendered_later:
            return HttpResponse(render())
        response = Slow("x")
        response.clock_moves = render
        return response

    request = RequestFactory().get("/")
    request.institution = None
    request.resolver_match = SimpleNamespace(view_name="ant:list")
    monkeypatch.setattr("plugins.kernel.gate.is_active", lambda slug, scope: True)
    response = gated(view, "ant")(request)
    if rendered_later:
        response.render()
    counts = timings._counts[("ant", "ant/view/ant:list")]
    assert (counts.calls, counts.durations[bucket(MILLISECONDS, 3000)]) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_counts_of_two_processes_become_one_row():
    counted(5, queries=2, times=3)
    assert timings.flush() == 1
    counted(300, queries=30)
    assert timings.flush() == 1
    assert timings.flush() == 0
    row = PluginTiming.objects.get()
    assert (row.plugin, row.contribution, row.calls) == ("ant", KEY, 4)
    (seen,) = timings.summary("ant")
    assert seen.calls == 4
    assert 5 <= seen.median < 5 * 1.42
    assert 300 <= seen.high < 300 * 1.42
    assert (seen.median_queries, seen.high_queries, seen.is_slow) == (2, 30, True)


@pytest.mark.django_db(transaction=True)
def test_quick_contribution_is_not_called_slow_and_old_days_do_not_count():
    counted(1)
    timings.flush()
    for days in (8, 30):
        day = timezone.now().date() - timedelta(days=days)
        PluginTiming.objects.create(plugin="ant", contribution=KEY, day=day, calls=5)
    (seen,) = timings.summary("ant")
    assert (seen.calls, seen.is_slow) == (1, False)
    assert timings.forget_old() == 1
    assert PluginTiming.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_counts_are_written_after_a_request_only_when_it_is_time(settings, monkeypatch):
    settings.PLUGIN_TIMINGS_SECONDS = 30
    monkeypatch.setattr(timings, "_written_at", timings.time.monotonic())
    counted(1)
    request_finished.send(sender=None)
    assert PluginTiming.objects.count() == 0
    monkeypatch.setattr(timings, "_written_at", timings.time.monotonic() - 31)
    request_finished.send(sender=None)
    assert PluginTiming.objects.count() == 1


@pytest.mark.django_db
def test_counts_that_cannot_be_written_cost_nobody_the_request(monkeypatch):
    def locked(taken):
        raise OperationalError("database is locked")

    monkeypatch.setattr(timings, "_write", locked)
    counted(1)
    assert timings.flush() == 1
    assert timings._counts == {}


def test_names_without_end_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(timings, "MOST_CONTRIBUTIONS", 2)
    for number in range(5):
        timings.Watch().note("ant", str(number))
    assert len(timings._counts) == 2
