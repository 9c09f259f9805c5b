"""Asking for plugins' periodic tasks when their time has come."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from consultations import clock
from consultations.activation.places import permitting_institutions
from consultations.extension_points import PERIODIC_TASK
from consultations.models import PeriodicRun
from consultations.tasks import period, task_payload
from plugins.kernel import deliveries
from plugins.kernel.models import PluginDelivery
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.scope import Scope


def ask_periodic_tasks(*, now: datetime | None = None) -> int:
    """Put each periodic task that is due into the worker's queue, once for each institution; how many.

    Several workers ask once. Runs that were missed are not made up for, and while one run is still being
    tried no other is asked for; one that was parked is tried anew. One query a task, and those for what is due.
    """
    now = now or clock.now()
    return sum(_ask(loaded, now) for loaded in registry.contributions(PERIODIC_TASK.name))


def _ask(loaded: LoadedContribution, now: datetime) -> int:
    name, every = loaded.contribution.name, period(loaded.contribution.options)
    runs = PeriodicRun.objects.filter(plugin=loaded.plugin, contribution=name)
    asked: Mapping[UUID, datetime] = dict(runs.values_list("institution", "asked_at"))
    due = [
        institution
        for institution in sorted(permitting_institutions(loaded.plugin))
        if institution not in asked or asked[institution] + every <= now
    ]
    return sum(_claim(loaded, institution, asked.get(institution), now) for institution in due)


def _claim(loaded: LoadedContribution, institution: UUID, before: datetime | None, now: datetime) -> bool:
    """Note the run and ask for it; False if another worker was quicker."""
    key = {"plugin": loaded.plugin, "contribution": loaded.contribution.name, "institution": institution}
    try:
        with transaction.atomic():
            if before is None:
                PeriodicRun.objects.create(**key, asked_at=now)
            elif not PeriodicRun.objects.filter(**key, asked_at=before).update(asked_at=now):
                return False
            _enqueue(loaded, institution)
    except IntegrityError:
        return False
    return True


def _enqueue(loaded: LoadedContribution, institution: UUID) -> None:
    waiting = PluginDelivery.objects.filter(
        point=PERIODIC_TASK.name,
        plugin=loaded.plugin,
        contribution=loaded.contribution.name,
        institution=institution,
    ).first()
    if waiting is None:
        payload = task_payload(institution, None, {})
        scope = Scope(institution)
        deliveries.enqueue(PERIODIC_TASK.name, loaded.contribution.name, loaded.plugin, payload, scope)
    elif waiting.parked_at is not None:
        deliveries.retry(waiting)
