"""A submission is taken whole, once, with its receipt, its ledger events and its mails."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.authors import Deposited
from consultations.events import Kind
from consultations.ledger_checks import verify
from consultations.models import ContactDetail, LedgerEvent, OutboxMessage, Participant, Submission
from consultations.receipts import read_receipt_number
from consultations.services.submit import submit
from consultations.tokens import read_follow_token
from plugins.kernel import failures, gate
from plugins.kernel.models import PluginFailure
from tests.consultations.services.conftest import CLOSES, NOW
from tests.factories.record import SubmissionFactory, UserFactory


def outbox():
    return [(m.topic, m.payload.get("kind")) for m in OutboxMessage.objects.order_by("pk")]


def test_account_is_published_at_once(place, send, told):
    sent = send("Предлог за член 1.", provision_uid=place.provision.uid)

    row = Submission.objects.get()
    assert (sent.submission, sent.created) == (row, True)
    assert (row.state, row.published_at, row.submitted_at, row.number) == ("published", NOW, NOW, 1)
    assert (row.text, row.language, row.author_name, row.channel) == ("Предлог за член 1.", "mk", "Ana", "site")
    assert (row.version, row.provision_uid, row.parent, row.root) == (
        place.version,
        place.provision.uid,
        None,
        None,
    )
    assert (row.institution, row.consultation) == (place.institution, place.consultation)
    assert read_receipt_number(row.receipt_number) == row.receipt_number
    assert read_follow_token(sent.follow_token) == row.uuid
    assert [event.kind for event in told] == [Kind.SUBMISSION_RECEIVED, Kind.SUBMISSION_PUBLISHED]
    assert {(event.submission, event.consultation, event.institution, event.at) for event in told} == {
        (row.uuid, place.consultation.uuid, place.institution.uuid, NOW)
    }
    assert outbox() == [
        ("event", "submission.received"),
        ("event", "submission.published"),
        ("mail.received", None),
    ]


def test_guest_waits_for_the_address_to_be_confirmed(place, send, told):
    sent = send(email="Ana@Example.org")

    row = Submission.objects.get()
    contact = ContactDetail.objects.get()
    assert (row.state, row.published_at) == ("unverified", None)
    assert (contact.email, contact.verified_at, contact.language) == ("ana@example.org", None, "mk")
    assert contact.participant == row.participant == sent.submission.participant
    assert [event.kind for event in told] == [Kind.SUBMISSION_RECEIVED]
    assert outbox() == [("event", "submission.received"), ("mail.verify", None)]


def test_clerk_deposits_what_came_on_paper(place, told):
    author = Deposited(entered_by=place.official.pk, display_name="Снежана", organisation="ОЖ „Надеж“")
    submit(
        consultation_uuid=place.consultation.uuid,
        text="Со рака.",
        language="mk",
        author=author,
        channel="paper",
        now=NOW,
    )

    row = Submission.objects.get()
    assert (row.state, row.channel, row.author_name, row.author_organisation) == (
        "published",
        "paper",
        "Снежана",
        "ОЖ „Надеж“",
    )
    assert LedgerEvent.objects.get(sequence=1).actor == f"staff:{place.official.pk}"
    assert not ContactDetail.objects.exists()
    assert outbox() == [("event", "submission.received"), ("event", "submission.published")]


def test_ledger_commits_to_the_words_and_holds_none_of_them(place, send):
    send("Тајна реченица.", email="ana@example.org", provision_uid=place.provision.uid)

    event = LedgerEvent.objects.get()
    row = Submission.objects.get()
    assert (event.kind, event.actor, event.subject) == ("submission.received", "participant", row.uuid)
    assert event.payload == {
        "number": 1,
        "content_hash": row.content_hash,
        "language": "mk",
        "channel": "site",
        "version": str(place.version.uuid),
        "provision": str(place.provision.uid),
        "parent": None,
    }
    place.consultation.refresh_from_db()
    assert list(verify(place.consultation)) == []


def test_outbox_holds_identifiers_only(send):
    send("Тајна реченица.", email="ana@example.org", name="Ana Anovska")

    kept = str(list(OutboxMessage.objects.values_list("payload", flat=True)))
    assert "Тајна" not in kept
    assert "example.org" not in kept
    assert "Anovska" not in kept


def test_account_has_one_participant_and_signs_each_time_as_it_likes(place, send):
    user = UserFactory()
    send("a", user=user, name="Ana")
    send("b", user=user, name="")

    assert Participant.objects.filter(user=user).count() == 1
    assert list(Submission.objects.order_by("number").values_list("number", "author_name")) == [
        (1, "Ana"),
        (2, ""),
    ]


def test_reply_is_about_what_its_parent_is_about(place, send):
    root = send("a", provision_uid=place.provision.uid).submission
    reply = send("b", parent_uuid=root.uuid).submission
    answer = send("c", parent_uuid=reply.uuid, version_uuid=uuid4(), provision_uid=uuid4()).submission

    rows = Submission.objects.filter(pk__in=[reply.pk, answer.pk]).order_by("number")
    assert [(r.parent_id, r.root_id, r.version_id, r.provision_uid) for r in rows] == [
        (root.pk, root.pk, place.version.pk, place.provision.uid),
        (reply.pk, root.pk, place.version.pk, place.provision.uid),
    ]


def test_document_as_a_whole_can_be_commented_on(place, send):
    row = send(version_uuid=place.version.uuid).submission

    assert (row.version_id, row.provision_uid) == (place.version.pk, None)


def test_quote_is_kept_with_its_context(place, send):
    row = send(
        provision_uid=place.provision.uid,
        quote={"exact": "Text of\narticle 1", "prefix": "", "suffix": " (mk)."},
    ).submission

    assert row.quote == {"exact": "Text of\narticle 1", "prefix": "", "suffix": "(mk)."}


def test_last_second_is_in_time(send):
    assert send(now=CLOSES).submission.state == "published"


def test_hostile_text_is_kept_as_text(send):
    hostile = "<script>alert(1)</script> {{ 7*7 }} {% now %} ' OR 1=1; --"

    assert send(hostile).submission.text == hostile


def test_hundred_thousand_characters_without_a_space_are_taken_where_allowed(send, settings):
    settings.SUBMISSION_TEXT_LIMIT = 100_000

    assert len(send("а" * 100_000).submission.text) == 100_000


class TestIdempotency:
    """Two posts with one key are one submission."""

    def test_second_post_returns_the_first_submission(self, send, told):
        user = UserFactory()
        first = send(user=user, idempotency_key="k-1")
        second = send(user=user, idempotency_key="k-1")

        assert (first.created, second.created) == (True, False)
        assert (second.submission, second.follow_token) == (first.submission, first.follow_token)
        assert Submission.objects.count() == 1
        assert len(told) == 2

    def test_second_post_after_the_closing_still_finds_the_first(self, send):
        first = send(email="ana@example.org", idempotency_key="k-1")
        second = send(email="ana@example.org", idempotency_key="k-1", now=CLOSES + timedelta(days=1))

        assert second.submission == first.submission

    def test_same_key_of_another_author_is_another_key(self, send):
        send(email="ana@example.org", idempotency_key="k-1")
        send(email="ben@example.org", idempotency_key="k-1")

        assert Submission.objects.count() == 2

    def test_without_a_key_the_same_text_is_sent_twice(self, send):
        user = UserFactory()
        send(user=user)
        send(user=user)

        assert Submission.objects.count() == 2


def test_query_count_of_an_account_that_took_part_before(place, send, django_assert_num_queries):
    user = UserFactory()
    send(user=user)

    # savepoint, lock, submission, ledger, consultation, outbox, release
    with django_assert_num_queries(7):
        send(user=user, provision_uid=place.provision.uid, idempotency_key="k")


def test_query_count_of_a_guest(place, send, django_assert_num_queries):
    # savepoint, lock, participant, contact, submission, ledger, consultation, outbox, release
    with django_assert_num_queries(9):
        send(email="ana@example.org", provision_uid=place.provision.uid, idempotency_key="k")


@pytest.mark.usefixtures("bundled_plugins")
@pytest.mark.parametrize("guest", [True, False])
def test_query_count_with_every_plugin_that_comes_with_the_platform(
    place, send, django_assert_max_num_queries, guest
):
    user, email = UserFactory(), "ana@example.org" if guest else None
    send(user=user, email=email)
    gate.forget()

    with django_assert_max_num_queries(15):
        send(user=user, email=email, provision_uid=place.provision.uid, idempotency_key="k")
    failures.flush()
    assert not PluginFailure.objects.exists()


def test_query_count_of_a_reply_does_not_grow_with_the_consultation(place, send, django_assert_num_queries):
    user = UserFactory()
    root = send(user=user).submission
    for _ in range(30):
        SubmissionFactory(parent=root)
    place.consultation.refresh_from_db()

    with django_assert_num_queries(8):
        send(user=user, parent_uuid=root.uuid)
