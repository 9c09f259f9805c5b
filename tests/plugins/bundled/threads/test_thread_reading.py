"""Which contributions a list has, in which order, stretch by stretch."""

import datetime as dt

import pytest
from django.utils import timezone

from consultations.states import SubmissionState
from plugins.api.paging import InvalidCursor
from plugins.bundled.threads.reading import (
    Sort,
    Subject,
    count,
    count_on_version,
    reply_page,
    rows_of,
    thread_page,
)
from plugins.bundled.threads.services import set_support
from tests.factories.record import ConsultationFactory

pytestmark = pytest.mark.django_db
START = timezone.now() - dt.timedelta(days=3)


@pytest.fixture
def everything(consultation):
    return Subject(consultations=frozenset({consultation.uuid}))


@pytest.fixture
def five(speak):
    """Five threads, an hour apart."""
    return [speak(submitted_at=START + dt.timedelta(hours=hour)) for hour in range(5)]


def roots(page):
    return [thread.root.submission for thread in page.items]


def walk(subject, sort, limit, backwards=False):
    """The pages from the first to the last; or from the last back to the first."""
    pages, cursor = [], None
    while True:
        page = thread_page(subject, sort, cursor=cursor, limit=limit)
        pages.append(page)
        cursor = page.next_cursor
        if cursor is None:
            break
    if not backwards:
        return [roots(page) for page in pages]
    way, cursor = [], pages[-1].previous_cursor
    while cursor is not None:
        page = thread_page(subject, sort, cursor=cursor, limit=limit)
        way.append(roots(page))
        cursor = page.previous_cursor
    return way


@pytest.mark.parametrize(
    ("sort", "order"),
    [(Sort.NEWEST, [4, 3, 2, 1, 0]), (Sort.OLDEST, [0, 1, 2, 3, 4]), (Sort.SUPPORTED, [1, 3, 4, 2, 0])],
)
def test_pages_follow_each_other_forwards_and_backwards(everything, five, supported_by, sort, order):
    supported_by(five[1], 2)
    supported_by(five[3], 1)
    expected = [five[place].uuid for place in order]
    assert walk(everything, sort, 2) == [expected[:2], expected[2:4], expected[4:]]
    assert walk(everything, sort, 2, backwards=True) == [expected[2:4], expected[:2]]


def test_rows_of_the_same_moment_are_all_read_once(everything, speak):
    same = {speak(submitted_at=START).uuid for _ in range(5)}
    pages = walk(everything, Sort.NEWEST, 2)
    assert sorted(uuid for page in pages for uuid in page) == sorted(same)


def test_what_is_said_meanwhile_moves_no_page(everything, five, speak):
    first = thread_page(everything, Sort.NEWEST, limit=2)
    speak(submitted_at=START + dt.timedelta(days=1))
    second = thread_page(everything, Sort.NEWEST, cursor=first.next_cursor, limit=2)
    assert roots(second) == [five[2].uuid, five[1].uuid]


def test_each_thread_has_its_first_replies_oldest_first(everything, speak):
    talked_about, quiet = speak(submitted_at=START), speak(submitted_at=START + dt.timedelta(minutes=1))
    replies = [speak(parent=talked_about) for _ in range(4)]
    page = thread_page(everything, Sort.OLDEST, replies=3)
    assert [[row.submission for row in thread.replies] for thread in page.items] == [
        [reply.uuid for reply in replies[:3]],
        [],
    ]
    assert [(thread.root.submission, thread.root.reply_count) for thread in page.items] == [
        (talked_about.uuid, 4),
        (quiet.uuid, 0),
    ]


def test_replies_can_be_left_out(everything, speak):
    speak(parent=speak())
    assert [thread.replies for thread in thread_page(everything, Sort.NEWEST, replies=0).items] == [()]


def test_replies_of_one_thread_in_stretches(speak):
    root = speak()
    replies = [speak(parent=root).uuid for _ in range(3)]
    speak(parent=speak())
    first = reply_page(root.uuid, limit=2)
    second = reply_page(root.uuid, cursor=first.next_cursor, limit=2)
    assert [row.submission for page in (first, second) for row in page.items] == replies
    assert (first.previous_cursor, second.next_cursor) == (None, None)


def test_subject_chooses_what_is_said_about_it(consultation, version, speak):
    provision, other = version.provisions.all()[:2]
    on_consultation = speak()
    on_version = speak(version=version)
    on_provision = speak(version=version, provision_uid=provision.uid)
    on_other = speak(version=version, provision_uid=other.uid)
    here = frozenset({consultation.uuid})

    def found(**about):
        return roots(thread_page(Subject(consultations=here, **about), Sort.OLDEST))

    assert found() == [s.uuid for s in (on_consultation, on_version, on_provision, on_other)]
    assert found(whole_only=True) == [on_consultation.uuid]
    assert found(version=version.uuid) == [s.uuid for s in (on_version, on_provision, on_other)]
    assert found(version=version.uuid, whole_only=True) == [on_version.uuid]
    assert found(version=version.uuid, provision_uid=provision.uid) == [on_provision.uuid]


def test_other_consultations_are_not_in_it(consultation, institution, version, speak):
    elsewhere = ConsultationFactory(institution=institution, versions=[version])
    here, there = speak(version=version), speak(version=version, consultation=elsewhere)
    both = Subject(consultations=frozenset({consultation.uuid, elsewhere.uuid}), version=version.uuid)
    one = Subject(consultations=frozenset({consultation.uuid}), version=version.uuid)
    none = Subject(consultations=frozenset(), version=version.uuid)
    assert roots(thread_page(both, Sort.OLDEST)) == [here.uuid, there.uuid]
    assert roots(thread_page(one, Sort.OLDEST)) == [here.uuid]
    assert roots(thread_page(none, Sort.OLDEST)) == []


def test_row_says_whether_the_reader_supports_it_or_wrote_it(speak, participant):
    supported, own, neither = speak(), speak(participant=participant), speak()
    set_support(submission=supported.uuid, participant=participant.uuid)

    def told(reader):
        rows = rows_of([supported.uuid, own.uuid, neither.uuid], participant=reader)
        return [(rows[s.uuid].supported, rows[s.uuid].own) for s in (supported, own, neither)]

    assert told(participant.uuid) == [(True, False), (False, True), (False, False)]
    assert told(None) == [(False, False)] * 3


def test_support_of_replies_is_told_on_the_page_of_threads(everything, speak, participant):
    reply = speak(parent=speak())
    set_support(submission=reply.uuid, participant=participant.uuid)
    [thread] = thread_page(everything, Sort.NEWEST, participant=participant.uuid).items
    [row] = thread.replies
    assert (row.supported, row.support_count, thread.root.supported) == (True, 1, False)


def test_counts_leave_out_traces_and_tell_places_apart(consultation, institution, version, speak):
    provision, other = version.provisions.all()[:2]
    speak()
    root = speak(version=version, provision_uid=provision.uid)
    speak(parent=root)
    speak(version=version, provision_uid=other.uid)
    speak(version=version, provision_uid=other.uid, state=SubmissionState.REMOVED)
    speak(version=version)
    elsewhere = ConsultationFactory(institution=institution, versions=[version])
    speak(version=version, consultation=elsewhere)
    counts = count(consultation.uuid)
    assert counts.by_provision == {(version.uuid, provision.uid): 2, (version.uuid, other.uid): 1}
    assert list(counts.by_provision) == [(version.uuid, provision.uid), (version.uuid, other.uid)]
    assert (counts.total, counts.on_whole(None), counts.on_whole(version.uuid)) == (5, 1, 1)
    by_consultation = count_on_version(version.uuid)
    assert {uuid: each.total for uuid, each in by_consultation.items()} == {
        consultation.uuid: 4,
        elsewhere.uuid: 1,
    }
    assert (by_consultation[consultation.uuid] + by_consultation[elsewhere.uuid]).on_whole(version.uuid) == 2


def test_counts_of_a_silent_consultation_are_none(consultation):
    assert count(consultation.uuid).total == 0


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "e30",
        "WyJmIiwxXQ",
        "W" * 4000,
        "WyJmIiwiMjAyNi0wMS0wMSIsIjEiXQ",
        "bnVsbA",
        "WyJmIixudWxsLG51bGxd",
    ],
)
def test_cursor_that_no_page_gave_out_is_refused(everything, cursor):
    with pytest.raises(InvalidCursor):
        thread_page(everything, Sort.NEWEST, cursor=cursor)


def test_cursor_of_another_order_is_refused(everything, five):
    page = thread_page(everything, Sort.NEWEST, limit=2)
    with pytest.raises(InvalidCursor):
        thread_page(everything, Sort.SUPPORTED, cursor=page.next_cursor)
