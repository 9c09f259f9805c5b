"""Asking a question."""

from kuvend_polls.deciding import ChoiceContent, publish_poll, write_poll
from kuvend_polls.models import Poll

from plugins.testing.world import World


def ask(world: World, question: str = "Where do the benches go?", *, public: bool = True) -> Poll:
    """A poll of two answers in the world's consultation."""
    uuid = write_poll(
        institution=world.institution.uuid,
        consultation=world.consultation.uuid,
        questions={"en": question, "sq": "Ku vendosen stolat?"},
        choices=[
            ChoiceContent(labels={"en": "In the park", "sq": "Në park"}),
            ChoiceContent(labels={"en": "At the bus stop"}),
        ],
    )
    if public:
        publish_poll(institution=world.institution.uuid, poll=uuid, is_published=True)
    return Poll.objects.get(uuid=uuid)
