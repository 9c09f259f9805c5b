"""Several workers and visitors at once, on a database with row locks: plugins are called once and asked once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.authors import Account
from consultations.extension_points import SubmissionField
from consultations.models import PeriodicRun, SubmissionFieldValue
from consultations.services.ask_periodic_tasks import ask_periodic_tasks
from consultations.tasks import enqueue
from plugins.kernel import deliveries
from plugins.kernel.models import PluginDelivery, PluginFailure
from tests.consultations.test_concurrency import THREADS, at_once, send
from tests.factories.record import ConsultationFactory, InstitutionFactory, UserFactory

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]

CALLS = 20


def test_several_workers_make_each_call_once(plugin):
    institution, done = InstitutionFactory().uuid, []
    plugin({"task.background": lambda context: done.append(context.payload["number"])})
    for number in range(CALLS):
        enqueue(plugin="probe", name="handler_0", institution=institution, payload={"number": number})

    made = at_once(*[deliveries.deliver_due] * THREADS)

    assert sum(made) == CALLS
    assert sorted(done) == list(range(CALLS))
    assert PluginDelivery.objects.count() == 0


def test_failing_calls_are_counted_once_each_whoever_makes_them(plugin):
    institution = InstitutionFactory().uuid
    plugin({"task.background": lambda context: 1 / 0})
    for number in range(4):
        enqueue(plugin="probe", name="handler_0", institution=institution, payload={"number": number})

    at_once(*[deliveries.deliver_due] * THREADS)

    assert Counter(PluginDelivery.objects.values_list("attempts", flat=True)) == {1: 4}
    assert PluginFailure.objects.count() == 1


def test_several_workers_ask_for_a_periodic_task_once(contribute):
    InstitutionFactory()
    contribute("task.periodic", print, every=60)
    now = timezone.now()

    first = at_once(*[lambda: ask_periodic_tasks(now=now)] * THREADS)
    PluginDelivery.objects.all().delete()
    second = at_once(*[lambda: ask_periodic_tasks(now=now + timedelta(minutes=1))] * THREADS)

    assert (sum(first), sum(second)) == (1, 1)
    assert (PeriodicRun.objects.count(), PluginDelivery.objects.count()) == (1, 1)


def test_one_key_posted_at_once_stores_the_form_fields_once(plugin):
    consultation, user = ConsultationFactory(), UserFactory()
    plugin({"submission.fields": lambda context: [SubmissionField(name="age", kind="int", label="Age")]})
    results = at_once(
        *[lambda: send(consultation, Account(user_id=user.pk), idempotency_key="k", fields={"probe.age": 41})]
        * THREADS
    )

    assert sorted(result.created for result in results) == [False] * (THREADS - 1) + [True]
    assert SubmissionFieldValue.objects.get().value == 41
