"""The rows other tests are built on keep the rules of the record."""

import pytest

from consultations.models import ContactDetail, ProvisionText, Submission
from tests.factories.record import (
    ConsultationFactory,
    ContactDetailFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def test_reply_shares_consultation_provision_and_root_with_its_parent():
    version = VersionFactory(provisions=2)
    consultation = ConsultationFactory(institution=version.document.institution, versions=[version])
    provision = version.provisions.get(number="1")
    root = SubmissionFactory(consultation=consultation, version=version, provision_uid=provision.uid)
    reply = SubmissionFactory(parent=SubmissionFactory(parent=root))

    assert (reply.root, reply.consultation, reply.institution) == (root, consultation, consultation.institution)
    assert (reply.version, reply.provision_uid) == (version, provision.uid)
    assert list(Submission.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_version_has_every_provision_in_every_language():
    VersionFactory(provisions=2, languages=["mk", "en"])

    assert list(
        ProvisionText.objects.order_by("provision__position", "language").values_list("heading", flat=True)
    ) == ["Heading 1 (en)", "Heading 1 (mk)", "Heading 2 (en)", "Heading 2 (mk)"]


def test_held_submission_was_never_public():
    assert SubmissionFactory(state="held").published_at is None
    assert SubmissionFactory(state="removed").published_at is not None


def test_answer_decision_and_contact_belong_to_their_subjects():
    submission = SubmissionFactory()
    ResponseFactory(consultation=submission.consultation, submissions=[submission])
    decision = ModerationDecisionFactory(submission=submission)
    contact = ContactDetailFactory(participant=submission.participant)

    assert submission.answers.get().is_current
    assert submission.decisions.get() == decision
    assert ContactDetail.objects.get() == contact
