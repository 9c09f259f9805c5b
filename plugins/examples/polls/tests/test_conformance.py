"""What every plugin has to keep to, run by its own tests."""

from asking import ask
from kuvend_polls.answering import answer
from kuvend_polls.models import Poll

from plugins.testing.conformance import conformance
from plugins.testing.world import World


def fill(world: World, number: int, text: str) -> None:
    """So many polls, each answered by one of the participants."""
    people = world.participants
    for position in range(number):
        poll = ask(world, text)
        answer(poll=poll.uuid, choice=poll.choices.first().uuid, participant=people[position % len(people)])


def paths(world: World) -> list[str]:
    """The pages of the polls there are."""
    polls = Poll.objects.filter(consultation=world.consultation.uuid).values_list("uuid", flat=True)[:3]
    return [address for uuid in polls for address in (f"/en/polls/{uuid}/", f"/api/v1/polls/{uuid}/")]


TestConformance = conformance("polls", fill=fill, paths=paths)
