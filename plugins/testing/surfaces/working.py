"""Points that are asked when something happens, or by the worker, or on the command line: it is made to happen."""

from collections.abc import Mapping
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from consultations.authors import Account
from consultations.models import PeriodicRun
from consultations.people import person_by_account
from consultations.selectors.personal_data import export_person
from consultations.services.announce_transitions import announce_transitions
from consultations.services.erase_person import erase_person
from consultations.tasks import enqueue, period
from plugins.kernel.invoking import resolve
from plugins.kernel.registry import LoadedContribution
from plugins.testing.surfaces.asked import Look
from plugins.testing.working import do_due_work
from plugins.testing.world import World


def _send(loaded: LoadedContribution, world: World, operator: Any) -> None:
    world.add_submission(text="Something more.")
    world.submissions.pop()


def _send_and_tell(loaded: LoadedContribution, world: World, operator: Any) -> None:
    _send(loaded, world, operator)
    do_due_work()


def _close(loaded: LoadedContribution, world: World, operator: Any) -> None:
    """A notice is worded only while it is true: the consultation is over when it is announced and told."""
    over = world.consultation.closes_at + timedelta(hours=1)
    world.consultation.refresh_from_db()
    rows = type(world.consultation)._default_manager.filter(pk=world.consultation.pk)
    rows.update(announced_state="open")
    announce_transitions(now=over)
    do_due_work(over)
    rows.update(announced_state="open")


def _ask(loaded: LoadedContribution, world: World, operator: Any) -> None:
    enqueue(
        plugin=loaded.plugin,
        name=loaded.contribution.name,
        institution=world.institution.uuid,
        consultation=world.consultation.uuid,
    )
    do_due_work()


def _wait(loaded: LoadedContribution, world: World, operator: Any) -> None:
    # Looks before this one may have had the worker work at a later time than now.
    runs = PeriodicRun.objects.filter(plugin=loaded.plugin, contribution=loaded.contribution.name)
    latest = max([timezone.now(), *runs.values_list("asked_at", flat=True)])
    do_due_work(latest + period(loaded.contribution.options))


def _person(world: World) -> int:
    """The account of somebody who took part."""
    user = get_user_model()._default_manager.create_user(f"{uuid4().hex}@example.org")
    world.add_submission(author=Account(user_id=user.pk, display_name="Ana"))
    world.submissions.pop()
    return int(user.pk)


def _hand_out(loaded: LoadedContribution, world: World, operator: Any) -> None:
    export_person(person_by_account(_person(world)))


def _erase(loaded: LoadedContribution, world: World, operator: Any) -> None:
    erase_person(person=person_by_account(_person(world)), actor=None)


WORK: Mapping[str, Look] = {
    "submission.check": _send,
    "record.event": _send,
    "record.event_committed": _send_and_tell,
    "notification.channel": _close,
    "task.background": _ask,
    "task.periodic": _wait,
    "personal_data.export": _hand_out,
    "personal_data.erase": _erase,
}


def command_runs(loaded: LoadedContribution, world: World, operator: Any) -> bool:
    """Whether the plugin's command works for the institution; what else it must be given says "sample"."""
    name = str(loaded.contribution.options["command"])
    parser = resolve(loaded.contribution.handler)().create_parser("manage.py", name)
    needed = [action for action in parser._actions if action.required]
    positional = ["sample" for action in needed if not action.option_strings]
    options = {action.dest: "sample" for action in needed if action.option_strings}
    told = {"institution": world.institution.slug, "stdout": StringIO(), "stderr": StringIO()}
    try:
        call_command(name, *positional, **options, **told)
    except CommandError as error:
        return "is off at" not in str(error)
    return True
