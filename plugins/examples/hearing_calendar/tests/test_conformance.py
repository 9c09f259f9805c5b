"""What every plugin has to keep to, run by its own tests."""

from kuvend_hearing_calendar.models import Hearing, Minute
from kuvend_hearing_calendar.registering import register
from planning import plan

from plugins.testing.conformance import conformance
from plugins.testing.world import World


def fill(world: World, number: int, text: str) -> None:
    """So many hearings; for each somebody registered, and somebody's words are in the record."""
    people = world.participants
    for position in range(number):
        hearing = plan(world, text[:180], places={"en": text[:180]}, descriptions={"en": text})
        who = position % len(people)
        register(
            hearing=hearing.uuid,
            name=text[:120],
            email=f"person{position}@example.org",
            language="en",
            participant=people[who],
        )
        known = Minute.objects.filter(submission=world.submissions[who].uuid).exists()
        Minute.objects.create(
            hearing=hearing,
            text=text,
            language="en",
            speaker=text[:120],
            organisation=text[:120],
            submission=None if known else world.submissions[who].uuid,
        )


def paths(world: World) -> list[str]:
    """The pages of the hearings there are."""
    found = Hearing.objects.filter(consultation=world.consultation.uuid).values_list("uuid", flat=True)[:3]
    return [
        address
        for uuid in found
        for address in (
            f"/en/hearings/{uuid}/",
            f"/en/hearings/{uuid}/calendar.ics",
            f"/api/v1/hearings/{uuid}/",
            f"/admin/plugins/hearing_calendar/{uuid}/minutes/",
        )
    ]


TestConformance = conformance("hearing_calendar", fill=fill, paths=paths)
