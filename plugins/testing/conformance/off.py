"""Is all of the plugin there where it is on, and nothing where it is off?"""

from collections.abc import Iterator
from typing import Any

from django.test import Client

from consultations.activation.switching import disable_plugin, forbid_plugin, permit_plugin
from plugins.testing.conformance.subject import Subject
from plugins.testing.conformance.visiting import PUBLIC, client_at, visits
from plugins.testing.off import NAMESPACES, is_there, traces
from plugins.testing.surfaces import EVEN_WHERE_OFF
from plugins.testing.world import World

OWN = "zqdisabled"
"""Stands in the plugin's own things of a consultation that disables it."""


def off_objections(subject: Subject, operator: Any) -> list[str]:
    """Contributions that cannot be met where the plugin is on, or can where it is forbidden or disabled."""
    world = subject.world("switched", filled=f"Something {OWN}.")
    found = [
        f"{loaded.key} is not there where the plugin is on"
        for loaded in subject.contributions
        if not is_there(loaded, world, operator)
    ]
    if "consultation" in subject.plugin.manifest.scopes:
        disable_plugin(consultation=world.consultation, plugin=subject.slug, actor=None)
        found += [
            f"{loaded.key} is there in a consultation that disables the plugin"
            for loaded in subject.contributions
            if loaded.contribution.point not in {*NAMESPACES, *EVEN_WHERE_OFF, "admin.menu"}
            and is_there(loaded, world, operator, in_consultation=True)
        ]
        if subject.of_consultation:
            found += dict.fromkeys(_listed(subject, world))
    forbid_plugin(institution=world.institution, plugin=subject.slug, actor=None)
    for loaded in subject.contributions:
        found += traces(loaded, world, Client(), operator)
    permit_plugin(institution=world.institution, plugin=subject.slug, actor=None)
    return found


def _listed(subject: Subject, world: World) -> Iterator[str]:
    """Lists across consultations, at the institution and at the portal."""
    for client in (client_at(world.institution), client_at(None)):
        for visit in visits(client, subject, world, PUBLIC):
            if OWN in visit.text:
                yield (
                    f"{visit.path} shows things of a consultation that disables the plugin: "
                    "leave out disabled_consultations"
                )
