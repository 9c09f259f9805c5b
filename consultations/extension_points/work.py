"""Work of plugins outside of requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from plugins.kernel.points import ExtensionPoint, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContext:
    """One run of a task: for which institution (and consultation), with what, and when."""

    institution: UUID
    now: datetime
    consultation: UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


PERIODIC_TASK: ExtensionPoint[TaskContext, None] = ExtensionPoint(
    "task.periodic",
    TaskContext,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset({"every"}),
    doc="""Done by the worker every `options["every"]` seconds (at least 60), once for each institution where the
    plugin is on.""",
)
BACKGROUND_TASK: ExtensionPoint[TaskContext, None] = ExtensionPoint(
    "task.background",
    TaskContext,
    None,
    timing=Timing.AFTER_COMMIT,
    options=frozenset(),
    doc="""Done by the worker when the plugin asks for it with `plugins.api.tasks.enqueue`, by the contribution's
    name. Tried again with growing pauses, then parked; not done where the plugin is off by then.""",
)
MANAGEMENT_COMMAND: ExtensionPoint[TaskContext, None] = ExtensionPoint(
    "management.command",
    TaskContext,
    None,
    timing=Timing.START,
    options=frozenset({"command"}),
    doc="""A management command of the plugin, `options["command"]`. The handler is its class, a
    `plugins.api.commands.PluginCommand`, which works for an institution where the plugin is on.""",
)
