"""What the worker does, done at once."""

from datetime import datetime

from django.utils import timezone

from consultations import clock
from consultations.services.ask_periodic_tasks import ask_periodic_tasks
from consultations.services.deliver_outbox import deliver_outbox
from plugins.kernel import failures, timings
from plugins.kernel.deliveries import deliver_due
from search.upkeep import tend


def do_due_work(now: datetime | None = None) -> None:
    """Everything that waits for the worker at `now` (aware; default: this moment).

    What happened is told, periodic tasks are asked for, tasks are run, mails are sent, search finds what is new,
    and what plugins took is noted. What fails is left to its next time.
    """
    moment = now or clock.now()
    with clock.at(moment):
        while deliver_outbox():
            continue
        ask_periodic_tasks(now=moment)
        while deliver_due(now=max(moment, timezone.now())):  # tasks are asked for by the real clock
            continue
    while tend():
        continue
    failures.flush()
    timings.flush()
