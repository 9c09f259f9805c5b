"""A plugin that raises takes nothing down: pages render without it, submissions are held and kept."""

import json
from collections import Counter

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from kuvend_dummy.models import Note
from structlog.testing import capture_logs

from consultations.authors import Deposited
from consultations.models import Submission
from consultations.services.submit import submit
from consultations.states import SubmissionState
from consultations.tokens import follow_token
from plugins.kernel.breaker import State, breaker
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.models import PluginFailure
from plugins.kernel.points import Combine, Timing, declared
from plugins.kernel.registry import registry
from plugins.testing.world import World, make_world
from tests.plugins.broken import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]

SLOTS = sorted(
    name
    for name, point in declared().items()
    if point.timing is Timing.REQUEST and point.combine in (Combine.ALL, Combine.MERGE) and not point.options
)


def broken(*contributions):
    """Load a plugin with these (point, handler of tests.plugins.broken) and nothing else."""
    manifest = PluginManifest(
        slug="broken",
        version="1.0",
        requires_api=">=1",
        app="broken",
        name={"en": "Broken"},
        description={"en": "Fails."},
        contributions=tuple(
            Contribution(point=point, handler=f"tests.plugins.broken:{handler}")
            for point, handler in contributions
        ),
    )
    return registry.using(Discovery(plugins=(LoadedPlugin("broken", manifest),)))


def nothing():
    """No plugin at all."""
    return registry.using(Discovery())


@pytest.fixture
def world() -> World:
    """A world that no plugin has touched."""
    with nothing():
        return make_world()


def pages(world):
    """The pages with slots."""
    submission = world.submissions[0].uuid
    return [
        f"/en/consultations/{world.consultation.uuid}/",
        f"/en/documents/{world.version.document.uuid}/",
        f"/en/submissions/{submission}/",
        f"/en/receipt/{follow_token(submission)}/",
    ]


def core_queries(client, address):
    """How often each statement was run for a page that came out well; the gate's and failures' left out."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    beside = ("plugin_kernel_pluginfailure", "consultations_pluginpermission", "SAVEPOINT")
    return Counter(
        query["sql"].partition(" WHERE ")[0]
        for query in captured
        if not any(word in query["sql"] for word in beside)
    )


@pytest.mark.parametrize("handler", ["fail", "wrong_answer", "not_there"])
def test_pages_render_without_a_failing_slot_and_with_the_same_queries(client, world, handler):
    for address in pages(world):
        client.get(address)  # what is remembered for the process is remembered before counting
        with nothing():
            calm = core_queries(client, address)
        with broken(*((slot, handler) for slot in SLOTS)):
            assert core_queries(client, address) == calm
    assert PluginFailure.objects.get().plugin == "broken"


def test_failing_slot_is_logged_without_a_persons_words(client, world):
    with broken(("consultation.discussion", "fail")), capture_logs() as logs:
        client.get(pages(world)[0])
    told = [entry for entry in logs if entry["event"] == "plugin_failed"]
    assert [(entry["plugin"], entry["error"]) for entry in told] == [("broken", "RuntimeError")]
    assert told[0]["location"].endswith("in fail")
    assert SECRET not in str(logs)
    assert SECRET not in str(vars(PluginFailure.objects.get()))


def test_slot_that_fails_again_and_again_is_left_out(client, world):
    with broken(("consultation.discussion", "fail")):
        for _ in range(6):
            assert client.get(pages(world)[0]).status_code == 200
    assert breaker.state("broken", world.institution.uuid) is State.OPEN
    assert PluginFailure.objects.get().opened_at is not None


def test_failing_listener_leaves_nothing_half_done_and_the_submission_stands(world):
    with broken(("record.event", "write_and_fail")):
        taken = give(world)
    assert taken.state == SubmissionState.PUBLISHED
    assert Note.objects.filter(word="half").count() == 0


@pytest.mark.parametrize("handler", ["fail", "wrong_answer", "not_there"])
def test_failing_check_holds_the_submission(world, handler):
    with broken(("submission.check", handler)):
        taken = give(world)
    assert (taken.state, taken.hold_reason) == (SubmissionState.HELD, "check_failed")


def test_database_error_of_a_check_is_raised_and_nothing_is_stored(world):
    before = Submission.objects.count()
    with broken(("submission.check", "bad_query")), pytest.raises(ProgrammingError):
        give(world)
    assert Submission.objects.count() == before


def test_submission_by_the_api_is_taken_while_a_check_fails(client, world):
    body = {
        "consultation": str(world.consultation.uuid),
        "text": "More benches, please.",
        "language": "en",
        "email": "citizen@example.org",
        "name": "A citizen",
    }
    with broken(("submission.check", "fail")):
        answer = client.post(
            "/api/v1/submissions/",
            json.dumps(body),
            content_type="application/json",
            headers={"idempotency-key": "once"},
        )
    assert (answer.status_code, answer.json()["state"]) == (201, "unverified")
    assert SECRET not in answer.content.decode()


def give(world):
    """A submission that needs no confirmation, as it is stored."""
    taken = submit(
        consultation_uuid=world.consultation.uuid,
        text="More benches, please.",
        language="en",
        author=Deposited(entered_by=None, display_name="A citizen"),
        channel="paper",
    )
    return Submission.objects.get(uuid=taken.submission.uuid)
