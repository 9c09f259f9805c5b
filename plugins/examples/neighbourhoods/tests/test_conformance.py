"""What every plugin has to keep to, run by its own tests."""

from settling import send, settle

from plugins.testing.conformance import conformance
from plugins.testing.world import World


def fill(world: World, number: int, text: str) -> None:
    """So many settlements, a contribution from each."""
    for position in range(number):
        send(world, settle(world, f"{text[:60]} {position}"), text)


TestConformance = conformance("neighbourhoods", fill=fill, of_consultation=False)
