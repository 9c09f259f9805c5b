"""Settlements and contributions from them."""

from kuvend_neighbourhoods.models import Settlement
from kuvend_neighbourhoods.settling import write_settlement

from plugins.api.record import Deposited, Submitted, institution_by_uuid, submit
from plugins.testing.world import World


def settle(world: World, name: str, albanian: str = "") -> Settlement:
    """A settlement of the world's institution."""
    names = {"en": name, **({"sq": albanian} if albanian else {})}
    return write_settlement(institution=institution_by_uuid(world.institution.uuid), names=names)


def send(world: World, settlement: Settlement | None = None, text: str = "More benches, please.") -> Submitted:
    """A public contribution, that says where it comes from."""
    return submit(
        consultation_uuid=world.consultation.uuid,
        text=text,
        language="en",
        author=Deposited(entered_by=None, display_name="A citizen"),
        channel="paper",
        fields={"neighbourhoods.settlement": settlement.code} if settlement else None,
    )
