"""Queues of an institution's people: their own, and nobody else's."""

from uuid import uuid4

import pytest

from consultations.errors import InvalidCursor, NotFound
from consultations.selectors.following import submission_follow, submission_received, submission_to_verify
from consultations.selectors.responses import response_by_uuid, response_history, response_list
from consultations.selectors.staff import (
    answer_queue,
    moderation_counts,
    moderation_queue,
    submission_for_staff,
)
from consultations.selectors.submissions import submission_list
from consultations.tokens import follow_token, verify_token
from tests.factories.record import ConsultationFactory, ResponseFactory, SubmissionFactory


class TestModeration:
    def test_queue_has_what_waits_with_its_words(self, ours, theirs):
        page = moderation_queue(ours.institution)

        (item,) = page.items
        assert (item.submission.uuid, item.submission.text) == (ours.held.uuid, "ours held")
        assert item.submission.author_name == "Author ours held"
        assert item.actions == ("publish", "hide", "remove")

    def test_those_that_wait_longest_come_first(self, ours):
        later = SubmissionFactory(consultation=ours.consultation, state="held")
        first = moderation_queue(ours.institution.uuid, limit=1)
        second = moderation_queue(ours.institution.uuid, limit=1, cursor=first.next_cursor)

        assert [page.items[0].submission.uuid for page in (first, second)] == [ours.held.uuid, later.uuid]
        assert second.next_cursor is None

    @pytest.mark.parametrize("state", ["published", "hidden", "removed"])
    def test_other_states_can_be_asked_for(self, ours, theirs, state):
        (item,) = moderation_queue(ours.institution, states=[state]).items

        assert item.submission.text == f"ours {state}"

    def test_what_its_author_took_back_is_there_without_words(self, ours):
        (item,) = moderation_queue(ours.institution, states=["withdrawn"]).items

        assert item.submission.uuid == ours.withdrawn.uuid
        assert (item.submission.text, item.submission.author_name, item.actions) == ("", "", ())

    @pytest.mark.parametrize("state", ["unverified", "received"])
    def test_what_its_sender_has_not_confirmed_is_nobodys_to_read(self, ours, state):
        assert moderation_queue(ours.institution, states=[state]).items == ()
        with pytest.raises(NotFound):
            submission_for_staff(ours.institution, getattr(ours, state).uuid)

    def test_one_consultation_can_be_asked_for(self, ours):
        elsewhere = ConsultationFactory(institution=ours.institution)
        row = SubmissionFactory(consultation=elsewhere, state="held")

        (item,) = moderation_queue(ours.institution, consultation=elsewhere.uuid).items
        assert item.submission.uuid == row.uuid

    def test_another_institutions_are_not_found(self, ours, theirs):
        assert moderation_queue(ours.institution, consultation=theirs.consultation.uuid).items == ()
        for uuid in (theirs.held.uuid, theirs.published.uuid, uuid4()):
            with pytest.raises(NotFound):
                submission_for_staff(ours.institution, uuid)

    def test_staff_read_what_they_removed(self, ours):
        item = submission_for_staff(ours.institution, ours.removed.uuid)

        assert (item.submission.text, item.actions) == ("ours removed", ("restore",))

    def test_counts_are_of_the_institution_only(self, ours, theirs):
        SubmissionFactory(consultation=ours.consultation, state="held")

        assert moderation_counts(ours.institution) == {
            "held": 2,
            "published": 1,
            "hidden": 1,
            "removed": 1,
            "withdrawn": 1,
        }

    def test_no_address_reaches_the_queue(self, ours):
        assert "@" not in repr(moderation_queue(ours.institution))

    def test_cursor_of_a_public_list_is_refused(self, ours):
        cursor = submission_list(limit=1).next_cursor

        with pytest.raises(InvalidCursor):
            moderation_queue(ours.institution, cursor=cursor)


class TestAnswering:
    def test_queue_has_public_threads_without_an_answer_oldest_first(self, ours, theirs):
        later = SubmissionFactory(consultation=ours.consultation)
        answered = SubmissionFactory(consultation=ours.consultation)
        SubmissionFactory(parent=later)
        ResponseFactory(consultation=ours.consultation, submissions=[answered])

        assert [view.uuid for view in answer_queue(ours.institution).items] == [ours.published.uuid, later.uuid]
        assert [view.uuid for view in answer_queue(ours.institution, answered=True).items] == [answered.uuid]
        assert len(answer_queue(ours.institution, answered=None).items) == 3

    def test_another_institutions_consultation_is_empty(self, ours, theirs):
        assert answer_queue(ours.institution, consultation=theirs.consultation.uuid).items == ()

    def test_replaced_answer_still_is_an_answer(self, ours):
        ResponseFactory(consultation=ours.consultation, submissions=[ours.published]).targets.update(
            is_current=False
        )
        ResponseFactory(consultation=ours.consultation, submissions=[ours.published])

        assert answer_queue(ours.institution).items == ()


class TestResponses:
    def test_answer_names_the_public_submissions_it_is_in_force_for(self, ours, theirs):
        second = SubmissionFactory(consultation=ours.consultation)
        response = ResponseFactory(
            consultation=ours.consultation, submissions=[second, ours.published, ours.held, ours.removed]
        )
        ResponseFactory(consultation=theirs.consultation, submissions=[theirs.published])
        (view,) = response_list(consultation=ours.consultation.uuid).items

        assert view == response_by_uuid(response.uuid)
        assert view.submissions == (ours.published.uuid, ours.removed.uuid, second.uuid)
        assert (view.outcome, view.reason_in("en")) == ("accepted", "Accepted.")

    def test_list_filters(self, ours, theirs):
        ResponseFactory(consultation=ours.consultation, outcome="noted")
        ResponseFactory(consultation=theirs.consultation)

        assert [view.outcome for view in response_list(institution="ours").items] == ["noted"]
        assert [view.outcome for view in response_list(outcome="accepted").items] == ["accepted"]
        assert len(response_list().items) == 2

    def test_history_has_every_answer_newest_first(self, ours):
        former = ResponseFactory(consultation=ours.consultation, submissions=[ours.published])
        former.targets.update(is_current=False)
        latter = ResponseFactory(consultation=ours.consultation, submissions=[ours.published])

        assert [view.uuid for view in response_history(ours.published.uuid)] == [latter.uuid, former.uuid]
        assert response_history(ours.held.uuid) == ()

    def test_switched_off_institution_shows_none(self, ours):
        response = ResponseFactory(consultation=ours.consultation, submissions=[ours.published])
        ours.institution.is_active = False
        ours.institution.save()

        assert response_list().items == ()
        with pytest.raises(NotFound):
            response_by_uuid(response.uuid)


class TestFollowing:
    @pytest.mark.parametrize("state", ["unverified", "held", "published", "hidden", "removed", "withdrawn"])
    def test_author_reads_their_words_in_any_state(self, ours, state):
        row = getattr(ours, state)
        view = submission_follow(follow_token(row.uuid))

        assert (view.submission.text, view.submission.author_name) == (f"ours {state}", f"Author ours {state}")
        assert (view.submission.state, view.receipt_number) == (state, row.receipt_number)
        assert view.can_withdraw is (state not in {"removed", "withdrawn"})
        assert submission_received(row.uuid) == view

    def test_confirmation_shows_what_is_confirmed(self, ours):
        assert submission_to_verify(verify_token(ours.unverified.uuid)).submission.text == "ours unverified"

    def test_receipt_of_nothing_is_not_found(self, db):
        with pytest.raises(NotFound):
            submission_received(uuid4())


@pytest.mark.parametrize("count", [3, 300])
def test_query_counts_are_the_same(ours, count, django_assert_num_queries):
    for _ in range(count):
        SubmissionFactory(consultation=ours.consultation, state="held")
        ResponseFactory(
            consultation=ours.consultation, submissions=[SubmissionFactory(consultation=ours.consultation)]
        )

    with django_assert_num_queries(5):
        assert len(moderation_queue(ours.institution, limit=500).items) == count + 1
    with django_assert_num_queries(5):
        assert len(answer_queue(ours.institution, answered=None, limit=500).items) == count + 1
    with django_assert_num_queries(1):
        moderation_counts(ours.institution)
    with django_assert_num_queries(2):
        assert len(response_list(limit=500).items) == count
    with django_assert_num_queries(6):
        submission_follow(follow_token(ours.published.uuid))
