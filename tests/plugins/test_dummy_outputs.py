"""The dummy's report section, open data, channel, tasks and command, where it is on and where it is off."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from kuvend_dummy.models import Note

from cms.management.duties import DUTIES
from consultations.models import Consultation
from consultations.services.announce_transitions import announce_transitions
from consultations.services.ask_periodic_tasks import ask_periodic_tasks
from plugins.kernel import deliveries
from plugins.testing.world import make_world

pytestmark = pytest.mark.django_db
SECTION = 'data-place="report.section"'


@pytest.fixture
def world():
    """A world in which the dummy is on from the first day."""
    return make_world(plugin="dummy")


@pytest.fixture
def closed(world):
    """The world's consultation, closed."""
    long_ago = timezone.now() - timedelta(days=100)
    Consultation.objects.filter(pk=world.consultation.pk).update(
        opens_at=long_ago, closes_at=long_ago + timedelta(days=60)
    )
    return world.consultation


def words(**where):
    return list(Note.objects.filter(**where).order_by("pk").values_list("word", flat=True))


def told():
    return words(word__startswith="told")


def test_dummy_has_its_section_in_the_report_and_its_rows_in_the_json(client, closed, plugin_off):
    page, api = f"/en/consultations/{closed.uuid}/report/", f"/api/v1/consultations/{closed.uuid}/report/"
    html = client.get(page).content.decode()
    assert html.index("Contributions and answers") < html.index(SECTION)
    notes = Note.objects.filter(consultation=closed.uuid).count()
    (section,) = client.get(api).json()["sections"]
    assert (section["plugin"], section["name"], section["data"]) == ("dummy", "report_section", [{"notes": notes}])
    plugin_off("dummy")
    assert SECTION not in client.get(page).content.decode()
    assert client.get(api).json()["sections"] == []


def test_dummy_hands_out_its_notes_where_it_is_on(client, world, plugin_off_in_consultation):
    start = f"/api/v1/consultations/{world.consultation.uuid}/datasets/"
    assert [item["name"] for item in client.get(start).json()["items"]][3:] == ["dummy.notes"]
    rows = json.loads(b"".join(client.get(f"{start}dummy.notes.json")))["rows"]
    assert [row["word"] for row in rows] == words(consultation=world.consultation.uuid)
    assert "dummy.notes.csv" in client.get(f"/en/consultations/{world.consultation.uuid}/").content.decode()
    plugin_off_in_consultation("dummy")
    assert client.get(f"{start}dummy.notes.json").status_code == 404
    assert len(client.get(start).json()["items"]) == 3


def test_dummy_is_told_by_its_channel_of_what_is_public(world):
    announce_transitions()
    deliveries.deliver_due()
    assert told() == ["told version.published", "told consultation.opened"]


def test_dummy_is_told_nothing_where_it_is_off(world, plugin_off):
    announce_transitions()
    plugin_off("dummy")
    deliveries.deliver_due()
    assert told() == []


def test_dummys_hourly_task_is_run_once_an_hour_where_it_is_on(world):
    make_world("elsewhere")
    for minutes in (0, 30, 60):
        ask_periodic_tasks(now=timezone.now() + timedelta(minutes=minutes))
        deliveries.deliver_due()
    hourly = Note.objects.filter(word="hourly")
    assert [note.institution for note in hourly] == [world.institution.uuid] * 2


def test_one_round_of_the_worker_does_all_of_it(world):
    call_command("dummy_note", "later", "--all", stdout=io.StringIO())
    for duty in DUTIES:
        if duty.name.startswith(("announce", "ask for", "make the calls")):
            duty.run()
    assert told() == ["told version.published", "told consultation.opened"]
    assert (words(word="hourly"), words(word="later")) == (["hourly"], ["later"])


def test_dummys_command_has_the_worker_write_a_note(world, plugin_off):
    out = io.StringIO()
    call_command("dummy_note", "later", "--institution", "testville", stdout=out)
    assert out.getvalue() == "testville: later\n"
    assert words(word="later") == []
    deliveries.deliver_due()
    assert words(word="later") == ["later"]
    plugin_off("dummy")
    with pytest.raises(CommandError, match="the plugin 'dummy' is off at 'testville'"):
        call_command("dummy_note", "later", "--institution", "testville")


def test_dummys_task_is_not_run_where_it_is_off_by_then(world, plugin_off):
    call_command("dummy_note", "later", "--all", stdout=io.StringIO())
    plugin_off("dummy")
    deliveries.deliver_due()
    assert words(word="later") == []
