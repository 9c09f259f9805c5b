"""The plugins that come along hand out and erase what they keep of a person, on or off."""

import pytest
from kuvend_dummy.models import Note

from consultations.authors import Guest
from consultations.people import person_by_email
from consultations.selectors.personal_data import export_person
from consultations.services.erase_person import erase_person
from consultations.services.submit import submit
from consultations.services.verify_submission import verify_submission
from consultations.tokens import verify_token
from plugins.testing.world import make_world
from search.models import OutboxEntry

pytestmark = pytest.mark.django_db

EMAIL = "ana@testville.example"


@pytest.fixture
def world():
    """A world in which the dummy is on."""
    return make_world(plugin="dummy")


@pytest.fixture
def submission(world):
    """What a guest sent and confirmed."""
    sent = submit(
        consultation_uuid=world.consultation.uuid,
        text="More benches.",
        language="en",
        author=Guest(email=EMAIL, display_name="Ana"),
    ).submission
    return verify_submission(verify_token(sent.uuid)).submission


def test_dummy_hands_out_its_notes(submission):
    words = [one["values"]["word"] for one in export_person(person_by_email(EMAIL))["plugins"]["dummy"]]
    assert words == ["checked", "submission.received", "checked", "submission.published"]


@pytest.mark.parametrize("off", [False, True])
def test_dummy_forgets_whose_notes_they_are(submission, off, plugin_off):
    if off:
        plugin_off("dummy")
    participant = submission.participant.uuid
    assert Note.objects.filter(participant=participant).count() == 2
    erased = erase_person(person=person_by_email(EMAIL), actor=None)
    assert erased.counts["dummy"] == 2
    assert not Note.objects.filter(participant=participant).exists()


@pytest.mark.parametrize("off", [False, True])
def test_search_reads_the_submission_anew(submission, off, plugin_off):
    if off:
        plugin_off("submission_search")
    OutboxEntry.objects.all().delete()
    erase_person(person=person_by_email(EMAIL), actor=None)
    assert OutboxEntry.objects.filter(source="submission", object_id=str(submission.uuid)).exists()
