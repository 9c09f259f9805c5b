"""What the worker does, and how often."""

from django.core.management import call_command

from cms.management.worker_loop import Duty
from cms.pages.scheduled import publish_scheduled
from consultations.services.announce_transitions import announce_transitions
from consultations.services.ask_periodic_tasks import ask_periodic_tasks
from consultations.services.deliver_outbox import deliver_outbox
from plugins.kernel import deliveries, failures, timings
from search.upkeep import tend

BATCH = 100


def _deliver() -> int:
    return deliver_outbox(limit=BATCH)


def _call_plugins() -> int:
    failures.follow_resets()
    return deliveries.deliver_due(limit=BATCH)


def _note_timings() -> int:
    timings.flush()
    return 0


def _forget_timings() -> int:
    timings.forget_old()
    return 0


def _ask_for_tasks() -> int:
    return ask_periodic_tasks()


def _index() -> int:
    return tend(limit=BATCH)


def _announce() -> int:
    return announce_transitions()


def _publish_scheduled() -> int:
    return publish_scheduled()


def _forget_sessions() -> int:
    call_command("clearsessions", verbosity=0)
    return 0


DUTIES = (
    Duty(name="announce openings and closings", run=_announce, every=5.0),
    Duty(name="deliver the record's outbox", run=_deliver, every=1.0),
    Duty(name="ask for plugins' periodic tasks", run=_ask_for_tasks, every=15.0),
    Duty(name="make the calls to plugins that wait", run=_call_plugins, every=2.0),
    Duty(name="feed the search engine", run=_index, every=1.0),
    Duty(name="publish scheduled pages", run=_publish_scheduled, every=30.0),
    Duty(name="note plugins' timings", run=_note_timings, every=30.0),
    Duty(name="forget plugins' old timings", run=_forget_timings, every=6 * 3600.0),
    Duty(name="forget expired sessions", run=_forget_sessions, every=6 * 3600.0),
)
