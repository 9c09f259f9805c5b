"""Where each extension point shows: its real surface, looked at as people and the worker meet it.

`is_met` visits the page, sends the contribution, has the worker work, and says whether the plugin's handler was
asked on the way. So where a plugin is off it is not the gate that is believed, but what comes out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from plugins.kernel.registry import LoadedContribution
from plugins.testing.surfaces.asked import Look, was_asked
from plugins.testing.surfaces.pages import VISITS
from plugins.testing.surfaces.site_pages import is_rendered, is_served
from plugins.testing.surfaces.working import WORK, command_runs
from plugins.testing.world import World

Surface = Callable[[LoadedContribution, World, Any], bool]


def _asked_by(look: Look) -> Surface:
    return lambda loaded, world, operator: was_asked(loaded, lambda: look(loaded, world, operator))


SURFACES: Mapping[str, Surface] = {
    **{point: _asked_by(look) for point, look in {**VISITS, **WORK}.items()},
    "page.block": is_rendered,
    "page.type": is_served,
    "management.command": command_runs,
}
"""How the contributions to each point are met; of the points that are looked at in `plugins.testing.off`, none."""

OF_THE_INSTITUTION = frozenset(
    {
        "admin.page_button",
        "home.page",
        "management.command",
        "page.block",
        "page.type",
        "search.facet",
        "search.footer",
        "search.result",
        "task.background",
        "task.periodic",
    }
)
"""Points that are there or not for a whole institution: what one consultation disables stays there."""

EVEN_WHERE_OFF = frozenset({"personal_data.erase", "personal_data.export"})
"""What a plugin stored of a person is the person's, whether the plugin is on or off."""


def is_met(loaded: LoadedContribution, world: World, operator: Any) -> bool:
    """Whether a contribution shows at its surface. KeyError for a point that is looked at elsewhere."""
    return SURFACES[loaded.contribution.point](loaded, world, operator)
