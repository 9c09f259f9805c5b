"""Work of plugins that the worker does: asked for once, or every so often."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consultations.extension_points import BACKGROUND_TASK
from plugins.kernel import deliveries
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope

MOST_CHARACTERS = 16_000


class TaskRefused(ValueError):
    """A task that cannot be asked for: no such task, or a payload that cannot be kept."""


def enqueue(
    *,
    plugin: str,
    name: str,
    institution: UUID,
    consultation: UUID | None = None,
    payload: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> None:
    """Have the worker run the plugin's task of that name (of its `task.background` contribution).

    Written in the running transaction: what is rolled back asks for nothing. Run at least once, from
    `not_before` (aware) on, in at most five minutes; tried again with growing pauses if it fails, and not at
    all where the plugin is off by then. `payload` is JSON, at most 16,000 characters; it is kept until the
    task is done, so keep people's data out of it. Raises TaskRefused, UnknownPlugin.
    """
    registry.plugin(plugin)
    known = [
        loaded.contribution.name
        for loaded in registry.contributions(BACKGROUND_TASK.name)
        if loaded.plugin == plugin
    ]
    if name not in known:
        raise TaskRefused(
            f"plugin {plugin!r} has no background task {name!r}; it has: {', '.join(known) or 'none'}"
        )
    if not_before is not None and not_before.tzinfo is None:
        raise TaskRefused("not_before is not aware")
    deliveries.enqueue(
        BACKGROUND_TASK.name,
        name,
        plugin,
        task_payload(institution, consultation, payload or {}),
        Scope(institution, consultation),
        not_before=not_before,
    )


def task_payload(institution: UUID, consultation: UUID | None, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What `consultations.extension_points.work` makes a TaskContext of. Raises TaskRefused."""
    try:
        written = json.dumps(dict(payload), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise TaskRefused(f"the payload is no JSON: {error}") from error
    if len(written) > MOST_CHARACTERS:
        raise TaskRefused(f"the payload is longer than {MOST_CHARACTERS} characters")
    return {
        "institution": str(institution),
        "consultation": str(consultation) if consultation else None,
        "payload": json.loads(written),
    }


def period(options: Mapping[str, Any]) -> timedelta:
    """The time between two runs of a periodic task, by its contribution's options."""
    return timedelta(seconds=options["every"])
