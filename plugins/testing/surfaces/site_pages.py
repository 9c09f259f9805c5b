"""Pages of the site with something of a plugin in them, made by the room that knows pages.

`plugins.testing` lies below it, so it is named in a setting, as is what gives people roles.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.test import Client

from consultations.models import Institution
from plugins.kernel.invoking import resolve
from plugins.kernel.registry import LoadedContribution
from plugins.testing.surfaces.asked import was_asked
from plugins.testing.world import World


def front_page(institution: Institution) -> str:
    """The address of the institution's front page."""
    return str(_maker().front_page(institution))


def front_page_key(institution: Institution) -> int:
    """The primary key of the institution's front page."""
    return int(_maker().front_page_key(institution))


def page_with(loaded: LoadedContribution, institution: Institution) -> str:
    """The address of a page that has the block in its body, with what it offers an editor to begin with."""
    block = resolve(loaded.contribution.handler)()
    value = block.get_prep_value(block.normalize(block.get_default()))
    kind = f"{loaded.plugin}_{loaded.contribution.options['name']}"
    return str(_maker().page_with_block(institution, kind, value))


def is_rendered(loaded: LoadedContribution, world: World, operator: Any) -> bool:
    """Whether the block is asked to show itself, on a page that was written while the plugin was on."""
    address = page_with(loaded, world.institution)
    return was_asked(loaded, lambda: Client(raise_request_exception=False).get(address))


def is_served(loaded: LoadedContribution, world: World, operator: Any) -> bool:
    """Whether a page of the type, which was written while the plugin was on, is answered to a visitor."""
    address = _maker().page_of_type(world.institution, resolve(loaded.contribution.handler))
    return Client(raise_request_exception=False).get(address).status_code == 200


def _maker() -> Any:
    return import_module(settings.PLUGIN_TESTING_PAGES)
