"""What is written to whom, in which language, and when nothing is written at all."""

import re
from uuid import UUID

import pytest
from django.urls import resolve

from consultations.authors import Deposited, Guest
from consultations.mails import KINDS, compose, mail_language
from consultations.models import ContactDetail
from consultations.services.moderate import moderate
from consultations.services.respond import respond
from consultations.services.submit import Account, submit
from consultations.services.verify_submission import verify_submission
from consultations.services.withdraw_submission import withdraw_submission
from consultations.tokens import follow_token, read_follow_token, read_verify_token, verify_token
from plugins.kernel.verdicts import Verdict
from tests.factories.record import ConsultationFactory, InstitutionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.consultations.record_urls")]

SECRET = "Тајна реченица."


@pytest.fixture
def consultation():
    return ConsultationFactory(
        institution=InstitutionFactory(name={"en": "Municipality", "mk": "Општина"}), titles={"mk": "Нацрт"}
    )


@pytest.fixture
def sent(consultation):
    """Sends something: a guest's who reads English, or another author's."""

    def take(author=None, language="en"):
        author = author or Guest(email="ana@example.org", display_name="Ana Anovska", interface_language="en")
        given = {"consultation_uuid": consultation.uuid, "text": SECRET, "language": language}
        return submit(**given, author=author).submission

    return take


def links(message):
    return [resolve(path) for path in re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)]


def test_guest_is_asked_to_confirm(sent):
    row = sent()
    message = compose("mail.verify", row.uuid, 7)

    assert message.to == ["ana@example.org"]
    assert message.subject == f"Confirm your contribution {row.receipt_number}"
    assert message.extra_headers == {
        "Message-ID": "<record-7@127.0.0.1>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
    }
    (link,) = links(message)
    assert link.view_name == "record:verify"
    assert read_verify_token(link.kwargs["token"]) == row.uuid
    assert "The address is valid for 14 days." in message.body
    assert "Нацрт" in message.body
    assert "Municipality" in message.body


def test_confirmed_guest_gets_the_private_page(sent):
    row = sent()
    verify_submission(verify_token(row.uuid))
    message = compose("mail.received", row.uuid, 1)

    public, private = links(message)
    assert (public.view_name, UUID(str(public.kwargs["uuid"]))) == ("record:submission", row.uuid)
    assert (private.view_name, read_follow_token(private.kwargs["token"])) == ("record:follow", row.uuid)
    assert row.receipt_number in message.body


def test_held_submission_is_not_called_public(sent, plugin):
    plugin({"submission.check": lambda context: Verdict.hold("pre")})
    row = sent(Account(user_id=UserFactory(email="ben@example.org").pk))
    message = compose("mail.received", row.uuid, 1)

    assert message.to == ["ben@example.org"]
    assert "A moderator looks at it before it is published." in message.body
    assert [link.view_name for link in links(message)] == ["record:follow"]


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("hide", "A moderator has hidden your contribution"),
        ("remove", "A moderator has removed your contribution"),
    ],
)
def test_author_is_told_of_a_decision_and_its_reason(consultation, sent, action, sentence):
    row = sent(Account(user_id=UserFactory().pk))
    decide = {"submission_uuid": row.uuid, "actor": None, "institution": consultation.institution}
    moderate(**decide, action=action, public_reason={"mk": "Навреда.", "en": "An insult."}, reason_code="insult")
    message = compose("mail.moderated", row.uuid, 1)

    assert f"{sentence} {row.receipt_number}." in message.body
    assert "An insult." in message.body

    moderate(**decide, action="restore", public_reason={"mk": "По приговор."}, reason_code="appeal")
    restored = compose("mail.moderated", row.uuid, 2).body
    assert f"Your contribution {row.receipt_number} is public again." in restored
    assert "По приговор." in restored


def test_author_is_told_of_publication(consultation, sent, plugin):
    plugin({"submission.check": lambda context: Verdict.hold("pre")})
    row = sent(Account(user_id=UserFactory().pk))
    moderate(
        submission_uuid=row.uuid,
        action="publish",
        public_reason={},
        reason_code="",
        actor=None,
        institution=consultation.institution,
    )

    assert compose("mail.published", row.uuid, 1).subject == f"Your contribution {row.receipt_number} is public"
    assert compose("mail.moderated", row.uuid, 1) is None


def test_author_is_told_of_the_answer_in_force(consultation, sent):
    row = sent(Account(user_id=UserFactory().pk))
    given = {"institution": consultation.institution, "submission_uuids": [row.uuid], "actor": None}
    respond(**given, outcome="noted", reasons={"mk": "Земено предвид."})
    respond(**given, outcome="partly_accepted", reasons={"mk": "Делумно.", "en": "In part."})
    body = compose("mail.answered", row.uuid, 1).body

    assert "Outcome: partly accepted" in body
    assert "In part." in body
    assert "Земено предвид." not in body
    assert "Municipality has answered your contribution" in body


@pytest.mark.parametrize("topic", sorted(KINDS))
def test_no_mail_quotes_what_was_said_or_who_said_it(consultation, sent, topic):
    row = sent()
    if topic != "mail.verify":
        verify_submission(verify_token(row.uuid))
        given = {"institution": consultation.institution, "actor": None}
        respond(**given, submission_uuids=[row.uuid], outcome="noted", reasons={"mk": "Да."})
        decision = {"submission_uuid": row.uuid, "public_reason": {"mk": "Не."}, "reason_code": "spam"}
        moderate(**given, **decision, action="hide")
        moderate(**given, **decision, action="restore")
    message = compose(topic, row.uuid, 1)

    assert SECRET not in message.body + message.subject
    assert "Anovska" not in message.body


def test_unconfirmed_address_gets_nothing_but_the_question(sent):
    row = sent()

    assert compose("mail.received", row.uuid, 1) is None
    assert compose("mail.answered", row.uuid, 1) is None


def test_question_is_not_asked_again_once_answered(sent):
    row = sent()
    verify_submission(verify_token(row.uuid))

    assert compose("mail.verify", row.uuid, 1) is None


def test_nothing_is_written_about_what_is_gone(sent):
    row = sent(Account(user_id=UserFactory().pk))
    withdraw_submission(follow_token(row.uuid))

    assert compose("mail.published", row.uuid, 1) is None
    assert compose("mail.received", UUID(int=1), 1) is None


def test_nothing_is_written_to_who_left_no_address(sent):
    deposited = sent(Deposited(entered_by=None))
    user = UserFactory()
    closed = sent(Account(user_id=user.pk))
    user.is_active = False
    user.save()

    assert compose("mail.received", deposited.uuid, 1) is None
    assert compose("mail.received", closed.uuid, 1) is None


def test_account_is_written_to_in_its_own_language(sent):
    row = sent(Account(user_id=UserFactory(language="sq").pk), language="mk")

    assert compose("mail.received", row.uuid, 1).extra_headers["Content-Language"] == "sq"


def test_guest_is_written_to_in_the_language_of_the_last_confirmed_visit(sent):
    first = sent()
    verify_submission(verify_token(first.uuid))
    second = sent(Guest(email="ana@example.org", interface_language="sq"))
    verify_submission(verify_token(second.uuid))

    assert compose("mail.received", first.uuid, 1).extra_headers["Content-Language"] == "sq"
    assert ContactDetail.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "institution", "language"),
    [
        ("sr", ["mk"], "sr"),
        ("bs", ["mk"], "sr-latn"),
        ("hr", ["mk"], "sr-latn"),
        ("tr", ["mk", "sq"], "mk"),
        ("tr", ["tr"], "en"),
        ("", ["sq"], "sq"),
    ],
)
def test_language_nobody_translated_falls_back(wanted, institution, language):
    assert mail_language(wanted, institution) == language


def test_unknown_topic_is_a_programming_error(sent):
    with pytest.raises(KeyError):
        compose("mail.unheard", sent().uuid, 1)
