"""Our own plugins keep to what is asked of a stranger's."""

import pytest
from django.utils import timezone
from kuvend_dummy.models import Note

from consultations.models.moderation import ModerationAction
from consultations.services.moderate import moderate
from plugins.bundled.submission_search.models import SavedSearch
from plugins.bundled.threads.services import set_support
from plugins.testing.conformance import conformance
from search import upkeep

pytestmark = pytest.mark.usefixtures("own_index")


def notes(world, number, text):
    """Notes that the dummy took of participants."""
    for place in range(number):
        Note.objects.create(
            institution=world.institution.uuid,
            consultation=world.consultation.uuid,
            submission=world.submissions[place % len(world.submissions)].uuid,
            participant=world.participants[place % len(world.submissions)],
            word=text[:60],
        )


def support(world, number, text):
    """Everybody supports what the next one said."""
    for place in range(number):
        neighbour = world.submissions[(place + 1) % len(world.submissions)]
        set_support(submission=neighbour.uuid, participant=world.participants[place % len(world.submissions)])


def decisions(world, number, text):
    """Further submissions that a moderator hid, with a reason that the public reads."""
    for _ in range(number):
        hidden = world.add_submission(text="This is not to be read.")
        moderate(
            submission_uuid=hidden.uuid,
            action=ModerationAction.HIDE,
            public_reason={"en": text},
            reason_code="insult",
            actor=None,
            institution=world.institution,
        )


def into_the_index(world, number, text):
    """What is public can be found, and participants have saved searches for it."""
    for place in range(number):
        SavedSearch.objects.create(
            participant=world.participants[place % len(world.submissions)],
            query="q=benches",
            language="en",
            email=f"somebody{place}@example.org",
            fingerprint=f"{place:064}",
            confirmed_at=timezone.now(),
        )
    upkeep.rebuild()


def searches(world):
    """Pages of results, and the route's."""
    return ("/en/search/?q=benches", "/en/search/?q=something", "/api/v1/search/?q=benches")


TestDummy = conformance("dummy", fill=notes)
TestModeration = conformance("moderation", fill=decisions)
TestThreads = conformance("threads", fill=support)
TestSubmissionSearch = conformance("submission_search", fill=into_the_index, paths=searches)
