"""Hearings and their minutes in the admin."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from kuvend_hearing_calendar.models import Hearing, Minute
from kuvend_hearing_calendar.people import erase, export
from planning import plan

from plugins.api.extension_points import PersonContext
from plugins.api.record import submissions_by_uuid
from plugins.testing.people import appoint, client_of, make_staff
from plugins.testing.world import make_world

LIST = "/admin/plugins/hearing_calendar/"


@pytest.fixture
def new(world):
    """Where a hearing of the world's consultation is written."""
    return f"{LIST}new/?consultation={world.consultation.uuid}"


def typed(**more):
    """What an editor types."""
    return {
        "titles-en": "Hearing",
        "titles-sq": "Dëgjim",
        "places-en": "Town hall",
        "starts_at": "2030-07-01T18:00",
        "ends_at": "2030-07-01T20:00",
        "capacity": "40",
        **more,
    }


def said(text="We need more benches.", **more):
    """What the keeper of the minutes types."""
    return {"text": text, "language": "en", "speaker": "Ana", "organisation": "Bench Friends", **more}


def test_editor_writes_and_publishes_a_hearing_in_local_time(editor, visitor, world, new):
    assert "Europe/Belgrade" in editor.get(new).content.decode()
    assert editor.post(new, typed())["Location"] == LIST
    hearing = Hearing.objects.get()
    assert hearing.starts_at == datetime(2030, 7, 1, 18, tzinfo=ZoneInfo("Europe/Belgrade"))
    assert (hearing.titles, hearing.capacity) == ({"en": "Hearing", "sq": "Dëgjim"}, 40)
    assert 'value="2030-07-01T18:00"' in editor.get(f"{LIST}{hearing.uuid}/").content.decode()
    editor.post(f"{LIST}{hearing.uuid}/decide/", {"action": "publish"})
    assert "18:00" in visitor.get(f"/en/hearings/{hearing.uuid}/").content.decode()


def test_who_works_for_two_institutions_is_offered_the_consultations_of_both(world, monkeypatch):
    monkeypatch.setattr("kuvend_hearing_calendar.admin.hearings.MOST_OFFERED", 2)
    other = make_world("othertown", plugin="hearing_calendar")
    strangers = [make_world(f"newer-{number}", plugin="hearing_calendar") for number in range(3)]
    user = make_staff(world.institution, "editor")
    appoint(user, other.institution, "editor")
    shown = client_of(user).get(LIST).content.decode()
    assert [str(one.consultation.uuid) in shown for one in (world, other)] == [True, True]
    assert [str(one.consultation.uuid) in shown for one in strangers] == [False] * 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ends_at": "2030-07-01T18:00"}, "The hearing must end after it starts."),
        ({"titles-en": ""}, "This field is required."),
        ({"starts_at": "tomorrow"}, "Enter a valid date/time."),
        ({"capacity": "0"}, "greater than or equal to 1"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_the_rest(editor, new, change, message):
    refused = editor.post(new, typed(**change))
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert message in shown
    assert 'value="Dëgjim"' in shown
    assert Hearing.objects.count() == 0


def test_hearing_is_withdrawn_cancelled_and_deleted(editor, world):
    hearing = plan(world)
    address = f"{LIST}{hearing.uuid}/decide/"
    for action, published, cancelled in (
        ("withdraw", False, False),
        ("publish", True, False),
        ("cancel", True, True),
    ):
        editor.post(address, {"action": action})
        hearing.refresh_from_db()
        assert (hearing.is_published, hearing.cancelled_at is not None) == (published, cancelled)
    assert editor.post(address, {"action": "explode"}).status_code == 404
    editor.post(address, {"action": "delete"})
    assert Hearing.objects.count() == 0


def test_hearing_that_somebody_registered_for_is_not_deleted(editor, hearing, come):
    come("ana@example.org")
    shown = editor.post(f"{LIST}{hearing.uuid}/decide/", {"action": "delete"}, follow=True).content.decode()
    assert "can be cancelled, but not deleted" in shown
    assert Hearing.objects.count() == 1


def test_names_of_the_registered_are_for_those_who_may_see_them(official, editor, moderator, hearing, come):
    come("ana@example.org")
    address = f"{LIST}{hearing.uuid}/registrations/"
    assert "ana@example.org" in official.get(address).content.decode()
    for client in (editor, moderator):
        assert client.get(address).status_code == 404


def test_minutes_become_contributions_each_once(official, visitor, world, hearing):
    address = f"{LIST}{hearing.uuid}/minutes/"
    official.post(address, said())
    official.post(address, said("And a fountain.", speaker="", organisation=""))
    told = official.post(f"{address}deposit/", follow=True).content.decode()
    assert "2 contributions are in the record." in told
    first, second = submissions_by_uuid(list(Minute.objects.values_list("submission", flat=True)))
    assert f"/submissions/{first.uuid}/" in told
    assert (first.text, first.author_name, first.author_organisation, first.channel) == (
        "We need more benches.",
        "Ana",
        "Bench Friends",
        "paper",
    )
    assert (second.text, second.author_name) == ("And a fountain.", "")
    before = world.consultation.submissions.count()
    official.post(f"{address}deposit/")
    assert world.consultation.submissions.count() == before
    assert "We need more benches." in visitor.get(f"/en/submissions/{first.uuid}/").content.decode()


def test_nothing_of_what_somebody_said_is_left_in_the_minutes_when_they_are_erased(official, world, hearing):
    address = f"{LIST}{hearing.uuid}/minutes/"
    official.post(address, said())
    official.post(address, said("And a fountain.", speaker="Ben"))
    official.post(f"{address}deposit/")
    first, second = Minute.objects.order_by("pk")
    person = PersonContext(institution=None, participants=(), submissions=(first.submission,))
    assert [record.values["text"] for record in export(person)] == ["We need more benches."]
    assert erase(person) == 1
    first.refresh_from_db()
    assert (first.text, first.speaker, first.organisation) == ("", "", "")
    assert Minute.objects.get(pk=second.pk).speaker == "Ben"


def test_minute_is_changed_and_struck_until_it_is_in_the_record(official, hearing):
    address = f"{LIST}{hearing.uuid}/minutes/"
    official.post(address, said())
    official.post(address, said("Nonsense"))
    benches, nonsense = Minute.objects.all()
    official.post(f"{address}{benches.uuid}/", said("We need benches."))
    official.post(f"{address}{nonsense.uuid}/", {"action": "delete"})
    official.post(f"{address}deposit/")
    assert list(Minute.objects.values_list("text", flat=True)) == ["We need benches."]
    for change in (said("Something else"), {"action": "delete"}):
        told = official.post(f"{address}{benches.uuid}/", change, follow=True).content.decode()
        assert "in the public record already" in told
    assert Minute.objects.get().text == "We need benches."


def test_minutes_wait_where_the_consultation_is_over(official, world, hearing):
    address = f"{LIST}{hearing.uuid}/minutes/"
    official.post(address, said())
    consultation = world.consultation
    span = consultation.closes_at - consultation.opens_at
    consultation.opens_at -= 2 * span
    consultation.closes_at -= 2 * span
    consultation.save()
    told = official.post(f"{address}deposit/", follow=True).content.decode()
    assert "closed" in told
    assert Minute.objects.get().submission is None


def test_empty_minute_is_refused_and_keeps_the_speaker(official, hearing):
    refused = official.post(f"{LIST}{hearing.uuid}/minutes/", said(""))
    assert refused.status_code == 422
    assert 'value="Bench Friends"' in refused.content.decode()


def test_nobody_else_reaches_hearings(visitor, citizen, moderator, hearing, new, second_world):
    stranger = client_of(make_staff(second_world.institution, "official"))
    minute = Minute.objects.create(hearing=hearing, text="Said", language="en")
    for client in (visitor, citizen, moderator, stranger):
        for path in ("", "minutes/", "registrations/", f"minutes/{minute.uuid}/"):
            address = f"{LIST}{hearing.uuid}/{path}"
            assert client.get(address).status_code in (302, 404)
            assert client.post(address, said()).status_code in (302, 404, 405)
        for address in (f"{LIST}{hearing.uuid}/decide/", f"{LIST}{hearing.uuid}/minutes/deposit/", new):
            assert client.post(address, {"action": "cancel"}).status_code in (302, 404)
    hearing.refresh_from_db()
    assert hearing.cancelled_at is None
    assert Minute.objects.get().submission is None
    assert "Hearing in the town hall" not in stranger.get(LIST).content.decode()


def test_past_hearing_is_listed_without_a_way_to_cancel_it(editor, world):
    plan(world, starts_at=timezone.now() - timedelta(days=1))
    assert 'value="cancel"' not in editor.get(LIST).content.decode()
