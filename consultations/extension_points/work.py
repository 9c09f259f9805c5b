"""Work of plugins outside of requests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import clock
from plugins.kernel.points import ExtensionPoint, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContext:
    """One run of a task: for which institution (and consultation), with what, and when."""

    institution: UUID
    now: datetime
    consultation: UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


LEAST_SECONDS = 60
COMMAND = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def _task(payload: dict[str, Any]) -> TaskContext:
    """What `consultations.tasks.task_payload` wrote, at the moment of the run."""
    return TaskContext(
        institution=UUID(payload["institution"]),
        now=clock.now(),
        consultation=UUID(payload["consultation"]) if payload.get("consultation") else None,
        payload=payload["payload"],
    )


def _check_period(options: Mapping[str, Any]) -> None:
    every = options.get("every")
    if isinstance(every, bool) or not isinstance(every, int) or every < LEAST_SECONDS:
        raise ValueError(f"every is a whole number of seconds, at least {LEAST_SECONDS}, not {every!r}")


def _check_command(options: Mapping[str, Any]) -> None:
    command = options.get("command")
    if not isinstance(command, str) or not COMMAND.fullmatch(command):
        raise ValueError(f"command is the name of its module in management/commands, not {command!r}")


PERIODIC_TASK: ExtensionPoint[TaskContext, None] = ExtensionPoint(
    "task.periodic",
    TaskContext,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset({"every"}),
    check_options=_check_period,
    decode=_task,
    doc="""Done by the worker every `options["every"]` seconds (at least 60), once for each institution where the
    plugin is on, in at most five minutes. Runs that were missed are not made up for. One that fails is tried
    again with growing pauses, and no other is begun meanwhile.""",
)
BACKGROUND_TASK: ExtensionPoint[TaskContext, None] = ExtensionPoint(
    "task.background",
    TaskContext,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset(),
    decode=_task,
    doc="""Done by the worker when the plugin asks for it with `plugins.api.tasks.enqueue`, by the contribution's
    name, in at most five minutes. Tried again with growing pauses, then parked; not done where the plugin is
    off by then.""",
)
MANAGEMENT_COMMAND: ExtensionPoint[TaskContext, None] = ExtensionPoint(
    "management.command",
    TaskContext,
    None,
    timing=Timing.START,
    options=frozenset({"command"}),
    check_options=_check_command,
    doc="""A management command of the plugin: `options["command"]` is the name of its module in
    `management/commands/`, the handler its class `Command`, a `plugins.api.commands.PluginCommand`, which works
    for one institution after the other where the plugin is on.""",
)
