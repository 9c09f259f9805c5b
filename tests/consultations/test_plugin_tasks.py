"""Tasks of plugins: asked for, run by the worker where the plugin is on, one at a time."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from consultations.activation.switching import disable_plugin, forbid_plugin
from consultations.models import PeriodicRun
from consultations.services import ask_periodic_tasks as module
from consultations.services.ask_periodic_tasks import ask_periodic_tasks
from consultations.tasks import TaskRefused, enqueue
from plugins.kernel import deliveries, gate
from plugins.kernel.breaker import breaker
from plugins.kernel.models import PluginDelivery
from plugins.kernel.points import quarantine_misfits
from plugins.kernel.registry import UnknownPlugin, registry
from tests.factories.record import ConsultationFactory, InstitutionFactory

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def institution():
    return InstitutionFactory()


@pytest.fixture
def done(plugin):
    """A background task that notes its contexts; its contribution is called handler_0."""
    contexts = []
    plugin({"task.background": contexts.append})
    return contexts


def test_task_is_run_by_the_worker_with_what_it_was_asked_for(institution, done):
    consultation = ConsultationFactory(institution=institution)
    enqueue(
        plugin="probe",
        name="handler_0",
        institution=institution.uuid,
        consultation=consultation.uuid,
        payload={"poll": 7},
    )
    assert done == []
    before = timezone.now()
    assert deliveries.deliver_due() == 1
    (context,) = done
    assert (context.institution, context.consultation) == (institution.uuid, consultation.uuid)
    assert context.payload == {"poll": 7}
    assert before <= context.now <= timezone.now()
    assert PluginDelivery.objects.count() == 0


def test_task_waits_for_its_time(institution, done):
    later = timezone.now() + 10 * MINUTE
    enqueue(plugin="probe", name="handler_0", institution=institution.uuid, not_before=later)
    assert deliveries.deliver_due() == 0
    assert deliveries.deliver_due(now=later) == 1
    assert len(done) == 1


def test_task_of_a_transaction_that_is_undone_is_not_run(institution, done):
    with transaction.atomic():
        enqueue(plugin="probe", name="handler_0", institution=institution.uuid)
        transaction.set_rollback(True)
    assert deliveries.deliver_due() == 0


def test_task_is_dropped_where_its_plugin_is_off_by_then(institution, done):
    consultation = ConsultationFactory(institution=institution)
    enqueue(plugin="probe", name="handler_0", institution=institution.uuid)
    enqueue(plugin="probe", name="handler_0", institution=institution.uuid, consultation=consultation.uuid)
    forbid_plugin(institution=institution, plugin="probe", actor=None)
    deliveries.deliver_due()
    assert done == []
    assert PluginDelivery.objects.count() == 0


def test_task_that_fails_is_tried_again_and_parked(institution, plugin):
    def broken(context):
        raise ConnectionError

    plugin({"task.background": broken})
    enqueue(plugin="probe", name="handler_0", institution=institution.uuid)
    now = timezone.now()
    for days in range(30):
        breaker.reset_all()
        deliveries.deliver_due(now=now + dt.timedelta(days=days))
    parked = PluginDelivery.objects.get()
    assert (parked.attempts, parked.parked_at is not None, parked.last_error) == (8, True, "ConnectionError")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "cloze"}, "no background task 'cloze'; it has: handler_0"),
        ({"payload": {"a": object()}}, "the payload is no JSON"),
        ({"payload": {"a": float("nan")}}, "the payload is no JSON"),
        ({"payload": {"a": "x" * 16_000}}, "longer than 16000 characters"),
        ({"not_before": dt.datetime(2026, 1, 1)}, "not_before is not aware"),
    ],
)
def test_task_that_cannot_be_asked_for_is_refused(done, change, message):
    with pytest.raises(TaskRefused, match=message):
        enqueue(**{"plugin": "probe", "name": "handler_0", "institution": uuid4(), **change})


def test_task_of_a_plugin_that_is_not_loaded_is_refused(done):
    with pytest.raises(UnknownPlugin):
        enqueue(plugin="nobody", name="handler_0", institution=uuid4())


@pytest.fixture
def hourly(contribute):
    """A task that is run every hour; the institutions it was run for."""
    contexts = []
    contribute("task.periodic", contexts.append, every=3600)
    return contexts


def test_periodic_task_is_run_once_a_period_for_each_institution(hourly):
    institutions = {InstitutionFactory().uuid for _ in range(3)}
    now = timezone.now()
    assert ask_periodic_tasks(now=now) == 3
    assert ask_periodic_tasks(now=now) == 0
    deliveries.deliver_due()
    assert {context.institution for context in hourly} == institutions
    assert ask_periodic_tasks(now=now + 59 * MINUTE) == 0
    assert ask_periodic_tasks(now=now + 60 * MINUTE) == 3
    deliveries.deliver_due()
    assert len(hourly) == 6


def test_missed_runs_are_not_made_up_for(hourly, institution):
    now = timezone.now()
    ask_periodic_tasks(now=now)
    deliveries.deliver_due()
    ask_periodic_tasks(now=now + dt.timedelta(days=3))
    assert ask_periodic_tasks(now=now + dt.timedelta(days=3)) == 0
    deliveries.deliver_due()
    assert len(hourly) == 2


def test_run_that_was_not_done_yet_is_not_asked_for_twice(hourly, institution):
    now = timezone.now()
    for hours in range(5):
        ask_periodic_tasks(now=now + hours * 60 * MINUTE)
    assert PluginDelivery.objects.count() == 1


def test_parked_run_is_tried_anew_in_the_next_period(hourly, institution):
    now = timezone.now()
    ask_periodic_tasks(now=now)
    PluginDelivery.objects.update(parked_at=now, attempts=8)
    ask_periodic_tasks(now=now + 60 * MINUTE)
    waiting = PluginDelivery.objects.get()
    assert (waiting.parked_at, waiting.attempts) == (None, 0)
    deliveries.deliver_due()
    assert len(hourly) == 1


def test_two_workers_ask_once(hourly, institution, monkeypatch):
    """The other worker comes between this one's look and its claim."""
    now = timezone.now()
    claim = module._claim

    def interrupted(loaded, where, before, moment):
        monkeypatch.setattr(module, "_claim", claim)
        assert module.ask_periodic_tasks(now=moment) == 1
        return claim(loaded, where, before, moment)

    for moment in (now, now + 60 * MINUTE):
        monkeypatch.setattr(module, "_claim", interrupted)
        assert module.ask_periodic_tasks(now=moment) == 0
        deliveries.deliver_due()
    assert len(hourly) == 2
    assert PeriodicRun.objects.count() == 1


def test_periodic_task_is_not_asked_for_where_its_plugin_is_off(hourly, institution):
    other = InstitutionFactory()
    forbid_plugin(institution=institution, plugin="probe", actor=None)
    disable_plugin(consultation=ConsultationFactory(institution=other), plugin="probe", actor=None)
    gate.forget()
    ask_periodic_tasks()
    deliveries.deliver_due()
    assert [context.institution for context in hourly] == [other.uuid]


@pytest.mark.parametrize("every", [None, 0, 59, 60.5, True, "3600"])
def test_periodic_task_without_a_sensible_period_is_quarantined(contribute, every):
    contribute("task.periodic", print, **({} if every is None else {"every": every}))
    quarantine_misfits(registry)
    assert "every is a whole number of seconds, at least 60" in registry.quarantined[0].reason
