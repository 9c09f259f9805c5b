"""What plugins add to the admin's lists of submissions and consultations: columns, and things to do with rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from consultations.activation.gate import enabled_consultations
from consultations.activation.permissions import may_use
from consultations.extension_points import ADMIN_BULK_ACTION, ADMIN_COLUMN, ADMIN_LISTS, AdminRowsContext
from consultations.extension_points.admin import check_label
from consultations.translated import pick
from plugins.kernel.points import ExtensionPoint
from plugins.kernel.registry import LoadedContribution, Registry
from plugins.kernel.scope import Scope


@dataclass(frozen=True)
class Column:
    """A plugin's column: HTML by row. Rows it says nothing about are empty."""

    key: str
    label: str
    cells: Mapping[UUID, SafeString] = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """Something a plugin can do with ticked rows; `url` takes them by POST."""

    loaded: LoadedContribution
    label: str
    url: str

    @property
    def key(self) -> str:
        """The contribution's name in every process."""
        return self.loaded.key


def columns(name: str, institution: UUID, rows: Mapping[UUID, UUID], request: HttpRequest) -> list[Column]:
    """The plugins' columns of a list, for `rows`: {uuid of the row: its consultation}, all of one institution.

    A plugin is asked once, about the rows of the consultations where it is on; where there is none, or the person
    lacks the permission it asks for, there is no column. One that fails is empty.
    """
    language = get_language() or "en"
    found = []
    for loaded in _of_list(ADMIN_COLUMN, name, Scope(institution)):
        uuids = _rows_where_on(loaded.plugin, institution, rows)
        if not uuids or not may_use(request.user, loaded, institution):
            continue
        context = AdminRowsContext(
            list=name, institution=institution, uuids=uuids, language=language, request=request
        )
        outcome = ADMIN_COLUMN.ask(loaded, context, _scope(institution, rows))
        said = outcome.value or {}
        cells = {uuid: said[uuid] for uuid in uuids if uuid in said}
        found.append(Column(loaded.key, label_of(loaded, language), cells))
    return found


def actions(name: str, institution: UUID, consultation: UUID | None, request: HttpRequest) -> list[Action]:
    """What the person may do with rows of a list by way of plugins that are on."""
    language = get_language() or "en"
    return [
        Action(loaded, label_of(loaded, language), _address(name, loaded))
        for loaded in _of_list(ADMIN_BULK_ACTION, name, Scope(institution, consultation))
        if may_use(request.user, loaded, institution)
    ]


def label_of(loaded: LoadedContribution, language: str) -> str:
    """The heading or name that the contribution's options give."""
    return pick(_label(loaded), language)


def allowed_action(
    name: str, plugin: str, action: str, *, user: Any, places: Mapping[UUID, set[UUID]]
) -> LoadedContribution | None:
    """The action of that name, if the person may do it in all `places` {institution: consultations}; else None."""
    scopes = [Scope(institution, uuid) for institution, uuids in places.items() for uuid in uuids]
    for loaded in _of_list(ADMIN_BULK_ACTION, name, scopes[0]) if scopes else ():
        if (loaded.plugin, loaded.contribution.name) != (plugin, action):
            continue
        on_everywhere = all(loaded in ADMIN_BULK_ACTION.contributions(scope) for scope in scopes[1:])
        if on_everywhere and all(may_use(user, loaded, institution) for institution in places):
            return loaded
    return None


def quarantine_misfits(plugins: Registry) -> None:
    """Quarantine each plugin whose column or action is of no list, has no label, or asks for no permission."""
    for plugin in plugins.plugins:
        for contribution in plugin.manifest.contributions:
            reason = _objection(contribution.point, contribution.options)
            if reason:
                plugins.quarantine(plugin.slug, f"{contribution.point} {contribution.name}: {reason}")
                break


def _objection(point: str, options: Mapping[str, object]) -> str:
    if point not in (ADMIN_COLUMN.name, ADMIN_BULK_ACTION.name):
        return ""
    if options.get("list") not in ADMIN_LISTS:
        return f"options: list: must be one of {', '.join(ADMIN_LISTS)}, got {options.get('list')!r}"
    try:
        check_label(options)
    except ValueError as error:
        return f"options: {error}"
    if point == ADMIN_BULK_ACTION.name and not options.get("permission"):
        return "options: permission: an action needs one, without it nobody could be told from everybody"
    return ""


def _of_list(point: ExtensionPoint[Any, Any], name: str, scope: Scope) -> list[LoadedContribution]:
    return [loaded for loaded in point.contributions(scope) if loaded.contribution.options.get("list") == name]


def _rows_where_on(plugin: str, institution: UUID, rows: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    enabled = enabled_consultations(plugin, dict.fromkeys(rows.values(), institution))
    return tuple(uuid for uuid, consultation in rows.items() if consultation in enabled)


def _scope(institution: UUID, rows: Mapping[UUID, UUID]) -> Scope:
    """The consultation of the rows, if it is one."""
    consultations = set(rows.values())
    return Scope(institution, consultations.pop() if len(consultations) == 1 else None)


def _label(loaded: LoadedContribution) -> Mapping[str, str]:
    label: Any = loaded.contribution.options.get("label")
    return label if isinstance(label, Mapping) else {}


def _address(name: str, loaded: LoadedContribution) -> str:
    return reverse("answers:bulk_action", args=[name, loaded.plugin, loaded.contribution.name])
