"""Nothing is lost, and nothing published, by what fails: contributions, events, work, reports, open data."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from kuvend_broken.misbehaving import SECRET
from kuvend_broken.models import Trace
from kuvend_broken.record import ask_for_background

from plugins.api.moderation import moderated_submission
from plugins.api.record import field_values
from plugins.testing.world import make_world

CHECKS = ("raise", "unprintable", "exit", "wrong", "half")


@pytest.fixture
def take_part(world, citizen):
    """`take_part()`: a citizen with an account sends something; the page they see, and what is stored."""
    address = f"/en/consultations/{world.consultation.uuid}/take-part/"

    def send(**more):
        known = set(world.consultation.submissions.values_list("pk", flat=True))
        answer = citizen.post(address, {"text": "More benches.", "language": "en", **more}, follow=True)
        assert answer.status_code == 200
        stored = world.consultation.submissions.exclude(pk__in=known).first()
        return answer.content.decode(), stored

    return send


def traces():
    """What broken left behind."""
    return list(Trace.objects.order_by("pk").values_list("word", flat=True))


@pytest.mark.parametrize("mode", CHECKS)
def test_contribution_is_held_stored_and_its_author_told_so(world, take_part, told, visitor, mode):
    told(mode)
    shown, stored = take_part()
    assert (stored.text, stored.state) == ("More benches.", "held")
    assert moderated_submission({world.institution.uuid}, stored.uuid).hold_reason == "check_failed"
    assert "moderator" in shown
    assert SECRET not in shown
    assert not {"half SubmissionCheckContext", "half RecordEvent"} & set(traces())
    assert visitor.get(f"/en/submissions/{stored.uuid}/").status_code == 404


def test_contribution_is_published_while_it_works(take_part):
    _shown, stored = take_part()
    assert stored.state == "published"
    assert "heard" in traces()


def test_check_cannot_change_what_others_read(world, take_part, told):
    told("nothing")
    _shown, stored = take_part(**{"x-broken-word": "mine"})
    assert field_values("broken", [stored.uuid]) == {stored.uuid: {"word": "mine"}}
    told("mutate")
    _shown, stored = take_part(**{"x-broken-word": "mine"})
    values = field_values("broken", [stored.uuid], with_private=True)
    assert "changed" not in str(values)


# As in real life, for PostgreSQL takes nothing more in a transaction that failed.
@pytest.mark.django_db(transaction=True)
def test_error_of_the_database_is_an_error_and_nothing_is_stored(world, citizen, told):
    told("database")
    before = world.consultation.submissions.count()
    citizen.raise_request_exception = False
    address = f"/en/consultations/{world.consultation.uuid}/take-part/"
    assert citizen.post(address, {"text": "More benches.", "language": "en"}).status_code == 500
    assert world.consultation.submissions.count() == before


@pytest.mark.parametrize("mode", ["raise", "wrong"])
def test_form_is_there_without_its_field(world, visitor, told, mode):
    address = f"/en/consultations/{world.consultation.uuid}/take-part/"
    assert "Broken's word" in visitor.get(address).content.decode().replace("&#x27;", "'")
    told(mode)
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert "Broken" not in answer.content.decode()


@pytest.fixture
def work_for_days(worker, close_breakers):
    """`work_for_days(0, 12)`: the worker does what is due on each of these days from now."""

    def work(first, last):
        for day in range(first, last):
            close_breakers()
            worker(timezone.now() + timedelta(days=day))

    return work


def test_what_was_not_heard_is_told_again_then_parked_then_retried_by_the_operator(
    world, told, work_for_days, health, operator_browser
):
    work_for_days(0, 1)
    told("raise")
    before = traces().count("heard later")
    world.add_submission()
    work_for_days(0, 12)
    assert traces().count("heard later") == before
    report = health()
    assert "hear_later" in report
    assert SECRET not in report
    told("nothing")
    work_for_days(12, 14)
    assert traces().count("heard later") == before
    retry_all(operator_browser, report)
    work_for_days(14, 15)
    assert traces().count("heard later") > before


def retry_all(operator_browser, report):
    """Press the operator's button for each parked call on the page."""
    base = reverse("plugin_admin:delivery", args=[1]).replace("/1/", "/")
    numbers = set(re.findall(rf"{base}(\d+)/", report))
    assert numbers
    for number in numbers:
        address = reverse("plugin_admin:delivery", args=[number])
        assert operator_browser.post(address, {"action": "retry"}).status_code == 302


@pytest.mark.parametrize("mode", ["raise", "half"])
def test_work_that_fails_leaves_nothing_half_done_and_is_done_when_it_can_be(world, told, work_for_days, mode):
    told(mode)
    ask_for_background(world.institution.uuid)
    work_for_days(0, 2)
    assert not {"background", "half TaskContext", "half RecordEvent"} & set(traces())
    told("nothing")
    work_for_days(2, 4)
    assert {"background", "periodic"} <= set(traces())


def test_work_goes_on_elsewhere(world, told, work_for_days):
    elsewhere = make_world("elsewhere", plugin="broken")
    told("raise")
    work_for_days(0, 1)
    there = Trace.objects.filter(institution=elsewhere.institution.uuid, word="periodic")
    assert there.count() == 1


@pytest.fixture
def closed(world):
    """The world's consultation, over."""
    consultation = world.consultation
    span = consultation.closes_at - consultation.opens_at
    consultation.opens_at -= 2 * span
    consultation.closes_at -= 2 * span
    consultation.save()
    return consultation


@pytest.mark.parametrize("mode", ["raise", "unprintable", "exit", "wrong", "mutate"])
def test_report_is_there_without_its_section(closed, visitor, told, mode):
    page = f"/en/consultations/{closed.uuid}/report/"
    assert "broken works in the report" in visitor.get(page).content.decode()
    told(mode)
    answer = visitor.get(page)
    assert answer.status_code == 200
    assert "broken works" not in answer.content.decode()
    assert visitor.get(f"/api/v1/consultations/{closed.uuid}/report/").json()["sections"] == []


@pytest.mark.parametrize("mode", ["raise", "wrong"])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_data_set_is_whole_or_not_there(world, visitor, told, mode, kind):
    listed = visitor.get(f"/api/v1/consultations/{world.consultation.uuid}/datasets/").json()
    assert "broken" in str(listed)
    name = next(one for one in names_in(listed) if "broken" in one)
    address = f"/api/v1/consultations/{world.consultation.uuid}/datasets/{name}.{kind}"
    assert "second" in read(visitor.get(address))
    told(mode)
    answer = visitor.get(address)
    assert answer.status_code == 503
    assert "first" not in read(answer)


def names_in(listed):
    """The names of the data sets in a list of them."""
    return [one["name"] for one in listed["items"]]


def read(answer):
    """The text of an answer, streamed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()
