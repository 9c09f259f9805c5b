"""What the public reads of submissions, and what it never does."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.errors import InvalidCursor, NotFound
from consultations.selectors.submissions import (
    About,
    SubmissionFilter,
    submission_count,
    submission_list,
    submission_public,
    submissions_by_uuid,
    thread_list,
    threads_by_uuid,
)
from tests.factories.record import (
    ConsultationFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

TRACES = ("hidden", "removed", "withdrawn")
NEVER = ("received", "unverified", "held")


def uuids(page):
    return [view.uuid for view in page.items]


class TestVisibility:
    def test_public_sees_what_is_published_and_traces_of_what_was(self, ours, theirs):
        page = submission_list(SubmissionFilter(consultation=ours.consultation.uuid))

        assert {view.state.value for view in page.items} == {"published", *TRACES}
        assert {view.institution for view in page.items} == {ours.institution.uuid}

    def test_without_traces_only_what_is_published(self, ours, theirs):
        filters = SubmissionFilter(institution=ours.institution.uuid, with_traces=False)

        assert uuids(submission_list(filters)) == [ours.published.uuid]
        assert submission_count(filters) == 1

    @pytest.mark.parametrize("state", TRACES)
    def test_trace_has_neither_words_nor_names(self, ours, state):
        row = getattr(ours, state)
        row.quote = {"exact": "Text", "prefix": "", "suffix": ""}
        row.save()
        view = submission_public(row.uuid)

        assert (view.text, view.quote, view.author_name, view.author_organisation) == ("", None, "", "")
        assert view.author_kind == ""
        assert not view.is_published
        assert f"Author ours {state}" not in repr(view)
        assert f"ours {state}" not in repr(view)

    def test_trace_says_why(self, ours):
        (decision,) = submission_public(ours.removed.uuid).moderation

        assert (decision.action, decision.reason_code) == ("remove", "insult")
        assert decision.reason_in("en") == "An insult."
        assert decision.reason_in("sq", "mk") == "Навреда."

    @pytest.mark.parametrize("state", NEVER)
    def test_what_was_never_public_is_nowhere(self, ours, state):
        hidden = getattr(ours, state)

        with pytest.raises(NotFound):
            submission_public(hidden.uuid)
        assert submissions_by_uuid([hidden.uuid]) == []
        assert threads_by_uuid([hidden.uuid]) == []
        assert f"ours {state}" not in repr(submission_list())
        assert f"ours {state}" not in repr(thread_list(SubmissionFilter()))

    def test_what_was_withdrawn_before_anybody_read_it_leaves_no_trace(self, ours):
        ours.withdrawn.published_at = None
        ours.withdrawn.save()

        with pytest.raises(NotFound):
            submission_public(ours.withdrawn.uuid)

    def test_institution_that_was_switched_off_shows_nothing(self, ours):
        ours.institution.is_active = False
        ours.institution.save()

        assert submission_list().items == ()

    def test_unknown_uuid_looks_like_a_held_one(self, ours):
        with pytest.raises(NotFound) as unknown:
            submission_public(uuid4())
        with pytest.raises(NotFound) as held:
            submission_public(ours.held.uuid)
        assert unknown.value.message == held.value.message

    def test_no_view_holds_an_address(self, ours):
        assert "@" not in repr(submission_list())


class TestView:
    def test_everything_about_a_submission_is_there(self, ours):
        response = ResponseFactory(consultation=ours.consultation, submissions=[ours.published])
        view = submission_public(ours.published.uuid)

        assert (view.uuid, view.number, view.text) == (ours.published.uuid, 4, "ours published")
        assert (view.institution, view.institution_slug) == (ours.institution.uuid, "ours")
        assert (view.consultation, view.consultation_title_in("sq")) == (ours.consultation.uuid, "Projekt")
        assert (view.document, view.version, view.version_number) == (ours.document.uuid, ours.version.uuid, 1)
        assert (view.provision.uid, view.provision.kind, view.provision.number) == (
            ours.provision.uid,
            "article",
            "1",
        )
        assert view.provision.heading_in("sq") == "Heading 1 (sq)"
        assert (view.author_name, view.author_organisation) == (
            "Author ours published",
            "Organisation ours published",
        )
        assert (view.author_kind, view.channel, view.language) == ("guest", "site", "mk")
        assert (view.response.uuid, view.response.outcome) == (response.uuid, "accepted")
        assert (view.parent, view.root, view.reply_count, view.moderation) == (None, None, 0, ())

    def test_only_the_answer_in_force_is_shown(self, ours):
        former = ResponseFactory(consultation=ours.consultation, submissions=[ours.published])
        former.targets.update(is_current=False)
        ResponseFactory(consultation=ours.consultation, outcome="noted", submissions=[ours.published])

        assert submission_public(ours.published.uuid).response.outcome == "noted"

    def test_restored_submission_keeps_its_history_in_order(self, ours):
        for action in ("hide", "restore"):
            ModerationDecisionFactory(submission=ours.published, action=action)
        view = submission_public(ours.published.uuid)

        assert view.text == "ours published"
        assert [decision.action for decision in view.moderation] == ["hide", "restore"]

    def test_reply_names_its_parent_and_thread(self, ours):
        reply = SubmissionFactory(parent=ours.published)
        answer = SubmissionFactory(parent=reply)
        view = submission_public(answer.uuid)

        assert (view.parent, view.parent_number, view.root) == (reply.uuid, reply.number, ours.published.uuid)
        assert submission_public(ours.published.uuid).reply_count == 2
        assert view.reply_count == 0

    def test_heading_that_stands_in_for_a_translation_is_not_taken_for_one(self, ours):
        ours.provision.texts.filter(language="sq").update(is_fallback=True, heading="Наслов")

        assert submission_public(ours.published.uuid).provision.headings == {
            "mk": "Heading 1 (mk)",
            "en": "Heading 1 (en)",
        }


class TestFilters:
    @pytest.fixture
    def rows(self, ours):
        """Submissions on everything one can comment on, besides the published one on article 1."""
        other = VersionFactory(document=ours.document)
        return {
            "whole": SubmissionFactory(consultation=ours.consultation, language="sq"),
            "document": SubmissionFactory(consultation=ours.consultation, version=ours.version),
            "later": SubmissionFactory(consultation=ours.consultation, version=other),
            "reply": SubmissionFactory(parent=ours.published),
            "elsewhere": SubmissionFactory(consultation=ConsultationFactory(institution=ours.institution)),
        }

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            (lambda o: {"about": About.CONSULTATION}, {"whole", "elsewhere"}),
            (lambda o: {"about": About.DOCUMENT}, {"document", "later"}),
            (lambda o: {"about": About.PROVISION}, {"published", "reply"}),
            (lambda o: {"document": o.document.uuid}, {"published", "document", "later", "reply"}),
            (lambda o: {"version": o.version.uuid}, {"published", "document", "reply"}),
            (lambda o: {"provision_uid": o.provision.uid}, {"published", "reply"}),
            (lambda o: {"root": o.published.uuid}, {"reply"}),
            (lambda o: {"parent": o.published.uuid}, {"reply"}),
            (lambda o: {"language": "sq"}, {"whole"}),
            (
                lambda o: {"consultation": o.consultation.uuid, "roots_only": True},
                {"whole", "document", "later", "published"},
            ),
            (
                lambda o: {"institution": "ours"},
                {"whole", "document", "later", "published", "reply", "elsewhere"},
            ),
            (lambda o: {"institution": "theirs"}, set()),
            (lambda o: {"provision_uid": uuid4()}, set()),
            (lambda o: {"outcome": "accepted"}, {"published"}),
            (lambda o: {"outcome": "noted"}, set()),
            (lambda o: {"answered": True}, {"published"}),
            (lambda o: {"answered": False}, {"whole", "document", "later", "reply", "elsewhere"}),
        ],
    )
    def test_filter_lets_through_what_it_says(self, ours, rows, filters, expected):
        ResponseFactory(consultation=ours.consultation, submissions=[ours.published])
        names = {row.uuid: name for name, row in rows.items()} | {ours.published.uuid: "published"}
        page = submission_list(SubmissionFilter(**filters(ours), with_traces=False))

        assert {names[view.uuid] for view in page.items} == expected
        assert submission_count(SubmissionFilter(**filters(ours), with_traces=False)) == len(expected)


class TestPages:
    @pytest.fixture
    def eight(self, ours):
        """Eight submissions of one consultation; the middle four became public in one moment."""
        consultation = ConsultationFactory(institution=ours.institution)
        rows = [SubmissionFactory(consultation=consultation) for _ in range(8)]
        for row in rows[2:6]:
            row.published_at = rows[2].published_at
            row.save()
        return consultation, [row.uuid for row in rows]

    @pytest.mark.parametrize("order", ["newest", "oldest"])
    def test_pages_forth_and_back_show_each_once(self, eight, order):
        consultation, expected = eight
        if order == "newest":
            expected = expected[::-1]
        filters = SubmissionFilter(consultation=consultation.uuid)
        pages, cursor = [], None
        while True:
            pages.append(submission_list(filters, order=order, cursor=cursor, limit=3))
            cursor = pages[-1].next_cursor
            if cursor is None:
                break
        back = [pages[-1]]
        while back[-1].previous_cursor:
            back.append(submission_list(filters, order=order, cursor=back[-1].previous_cursor, limit=3))

        assert [uuid for page in pages for uuid in uuids(page)] == expected
        assert [len(page.items) for page in pages] == [3, 3, 2]
        assert [uuids(page) for page in back] == [uuids(page) for page in pages[::-1]]
        assert pages[0].previous_cursor is None

    def test_what_comes_meanwhile_moves_nothing(self, eight):
        consultation, expected = eight
        filters = SubmissionFilter(consultation=consultation.uuid)
        first = submission_list(filters, limit=3)
        SubmissionFactory(consultation=consultation)

        assert uuids(submission_list(filters, cursor=first.next_cursor, limit=3)) == expected[::-1][3:6]

    def test_cursor_of_the_other_order_is_refused(self, eight):
        consultation, _ = eight
        page = submission_list(SubmissionFilter(consultation=consultation.uuid), limit=3)

        with pytest.raises(InvalidCursor):
            submission_list(order="oldest", cursor=page.next_cursor)

    def test_empty_list_has_no_cursors(self, ours):
        page = submission_list(SubmissionFilter(consultation=uuid4()))

        assert (page.items, page.next_cursor, page.previous_cursor) == ((), None, None)

    def test_list_by_uuid_keeps_the_order_given(self, eight):
        _, rows = eight
        wanted = [rows[5], rows[0], uuid4(), rows[7], rows[0]]

        assert [view.uuid for view in submissions_by_uuid(wanted)] == [rows[5], rows[0], rows[7]]


class TestThreads:
    @pytest.fixture
    def root(self, ours):
        """The published submission, with five replies; one is hidden, one was never public."""
        for state in ("published", "published", "hidden", "held", "published", "published"):
            SubmissionFactory(parent=ours.published, state=state)
        return ours.published

    def test_thread_has_its_first_replies_and_knows_of_the_rest(self, ours, root):
        page = thread_list(SubmissionFilter(provision_uid=ours.provision.uid, with_traces=False), replies=3)

        (thread,) = page.items
        assert thread.root.uuid == root.uuid
        assert [reply.state.value for reply in thread.replies] == ["published", "published", "hidden"]
        assert (thread.root.reply_count, thread.further_replies) == (5, 2)

    def test_thread_without_replies_asked_for_knows_how_many_there_are(self, root):
        (thread,) = threads_by_uuid([root.uuid], replies=0)

        assert (thread.replies, thread.further_replies) == ((), 5)

    def test_replies_are_below_their_own_root(self, ours, root):
        other = SubmissionFactory(consultation=ours.consultation)
        reply = SubmissionFactory(parent=other)
        threads = threads_by_uuid([other.uuid, root.uuid], replies=1)

        assert [(t.root.uuid, [r.root for r in t.replies]) for t in threads] == [
            (other.uuid, [other.uuid]),
            (root.uuid, [root.uuid]),
        ]
        assert threads[0].replies[0].uuid == reply.uuid

    def test_reply_starts_no_thread(self, root):
        reply = SubmissionFactory(parent=root)

        assert threads_by_uuid([reply.uuid]) == []
        assert reply.uuid not in {thread.root.uuid for thread in thread_list(SubmissionFilter()).items}


@pytest.mark.parametrize("count", [3, 300])
class TestQueryCounts:
    @pytest.fixture
    def full(self, ours, count):
        """That many threads on an article, each with a reply, an answer and a decision."""
        rows = [
            SubmissionFactory(
                consultation=ours.consultation, version=ours.version, provision_uid=ours.provision.uid
            )
            for _ in range(count)
        ]
        for row in rows:
            SubmissionFactory(parent=row)
            ModerationDecisionFactory(submission=row, action="restore")
            ResponseFactory(consultation=ours.consultation, submissions=[row])
        return rows

    def test_list_thread_and_single_cost_the_same(self, ours, full, count, django_assert_num_queries):
        filters = SubmissionFilter(consultation=ours.consultation.uuid)
        with django_assert_num_queries(5):
            page = submission_list(filters, limit=500)
        with django_assert_num_queries(5):
            threads = thread_list(filters, limit=500)
        with django_assert_num_queries(5):
            threads_by_uuid([row.uuid for row in full])
        with django_assert_num_queries(5):
            submissions_by_uuid([row.uuid for row in full])
        assert len(page.items) == min(2 * count + 4, 500)
        assert len(threads.items) == count + 4


def test_time_of_publication_orders_not_the_time_of_sending(ours):
    late = SubmissionFactory(consultation=ours.consultation)
    late.submitted_at -= timedelta(days=30)
    late.save()

    assert uuids(submission_list(SubmissionFilter(consultation=ours.consultation.uuid)))[0] == late.uuid
