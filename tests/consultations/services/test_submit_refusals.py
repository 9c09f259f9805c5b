"""What is not taken: each with its own error, and nothing stored."""

from datetime import timedelta
from uuid import uuid4

import pytest

from consultations.authors import Guest
from consultations.errors import (
    ConsultationNotOpen,
    ConsultationUnknown,
    EmailInvalid,
    IdempotencyKeyInvalid,
    IdempotencyMismatch,
    LanguageUnknown,
    NameInvalid,
    ParentUnknown,
    ProvisionUnknown,
    QuoteUnknown,
    TextEmpty,
    TextInvalid,
    TextTooLong,
    VersionUnknown,
)
from consultations.models import LedgerEvent, OutboxMessage, Participant, Submission
from tests.consultations.services.conftest import CLOSES, NOW, OPENS
from tests.factories.record import (
    ConsultationFactory,
    InstitutionFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)


@pytest.fixture(autouse=True)
def nothing_is_stored(db):
    """Whatever is refused leaves no trace."""
    yield
    assert not LedgerEvent.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not Participant.objects.filter(user__isnull=False).exists()


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (OPENS - timedelta(seconds=1), "planned"),
        (CLOSES + timedelta(microseconds=1), "closed"),
        (CLOSES + timedelta(seconds=1), "closed"),
    ],
)
def test_outside_of_the_dates_by_a_second(send, moment, state):
    with pytest.raises(ConsultationNotOpen) as refused:
        send(now=moment)
    assert refused.value.state == state
    assert (refused.value.opens_at, refused.value.closes_at) == (OPENS, CLOSES)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("field", ["cancelled_at", "answered_at", "archived_at"])
def test_cancelled_or_concluded_consultation(place, send, field):
    setattr(place.consultation, field, NOW - timedelta(hours=1))
    place.consultation.save()

    with pytest.raises(ConsultationNotOpen) as refused:
        send()
    assert refused.value.state == field.removesuffix("_at")


def test_unknown_consultation(send):
    with pytest.raises(ConsultationUnknown):
        send(consultation_uuid=uuid4())


def test_consultation_of_an_institution_that_was_switched_off(place, send):
    place.institution.is_active = False
    place.institution.save()

    with pytest.raises(ConsultationUnknown):
        send()


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "\u202e\u200b", "\u200e\u200f"])
def test_text_without_a_visible_character(send, text):
    with pytest.raises(TextEmpty):
        send(text)


def test_text_with_half_a_character(send):
    with pytest.raises(TextInvalid):
        send("half \ud83d")


def test_text_is_measured_after_it_was_normalised(send, settings):
    settings.SUBMISSION_TEXT_LIMIT = 10

    with pytest.raises(TextTooLong) as refused:
        send("е\u200b" * 11)
    assert (refused.value.limit, refused.value.length) == (10, 11)


@pytest.mark.parametrize("language", ["", "xx", "MK", "en-GB", "sr_latn"])
def test_unknown_language(send, language):
    with pytest.raises(LanguageUnknown):
        send(language=language)


def test_invalid_address_of_a_guest(send):
    with pytest.raises(EmailInvalid):
        send(author=Guest(email="nobody"))


def test_name_that_is_too_long(send):
    with pytest.raises(NameInvalid):
        send(name="a" * 121)


def test_provision_of_no_document(send):
    with pytest.raises(ProvisionUnknown):
        send(provision_uid=uuid4())


def test_provision_of_another_document_of_the_same_institution(place, send):
    other = VersionFactory(document__institution=place.institution)

    with pytest.raises(ProvisionUnknown):
        send(provision_uid=other.provisions.first().uid)


def test_forged_provision_of_another_institution(place, send):
    version = VersionFactory(document__institution=place.other)
    ConsultationFactory(institution=place.other, versions=[version])

    with pytest.raises(ProvisionUnknown):
        send(provision_uid=version.provisions.first().uid, version_uuid=version.uuid)


def test_later_version_that_is_not_under_consultation(place, send):
    later = VersionFactory(document=place.version.document)

    with pytest.raises(VersionUnknown):
        send(version_uuid=later.uuid)
    with pytest.raises(ProvisionUnknown):
        send(version_uuid=later.uuid, provision_uid=place.provision.uid)


def test_parent_of_another_consultation(place, send):
    elsewhere = ConsultationFactory(institution=place.institution)

    with pytest.raises(ParentUnknown):
        send(parent_uuid=SubmissionFactory(consultation=elsewhere).uuid)


@pytest.mark.parametrize("state", ["held", "unverified", "hidden", "removed", "withdrawn"])
def test_parent_that_is_not_public_is_told_from_nothing_by_nobody(place, send, state):
    hidden = SubmissionFactory(consultation=place.consultation, state=state)

    with pytest.raises(ParentUnknown) as refused:
        send(parent_uuid=hidden.uuid)
    with pytest.raises(ParentUnknown) as unknown:
        send(parent_uuid=uuid4())
    assert refused.value.message == unknown.value.message


@pytest.mark.parametrize(
    "quote",
    [
        {"exact": "not in the article"},
        {"exact": ""},
        {"exact": 7},
        {"exact": "Text", "prefix": ["a"]},
        {"exact": "a" * 2001},
        {"exact": "\ud800"},
    ],
)
def test_quote_that_is_not_in_the_provision(place, send, quote):
    with pytest.raises(QuoteUnknown):
        send(provision_uid=place.provision.uid, quote=quote)


def test_quote_without_a_provision(send):
    with pytest.raises(ProvisionUnknown):
        send(quote={"exact": "Text"})


@pytest.mark.parametrize("key", ["", "a" * 256, "a\nb", "\ud800"])
def test_idempotency_key_that_is_none(send, key):
    with pytest.raises(IdempotencyKeyInvalid):
        send(idempotency_key=key)


class TestMismatch:
    """One key for two things. (What was first stays, so this needs its own check of what is stored.)"""

    @pytest.fixture(autouse=True)
    def nothing_is_stored(self):
        """One submission is, here."""

    @pytest.mark.parametrize(
        "other",
        [{"text": "друго"}, {"language": "sq"}, {"name": "Ben"}, {"provision": True}],
    )
    def test_same_key_with_other_content(self, place, send, other):
        user = UserFactory()
        send("едно", user=user, idempotency_key="k")
        if other.pop("provision", None):
            other["provision_uid"] = place.provision.uid

        with pytest.raises(IdempotencyMismatch):
            send(**{"text": "едно", "user": user, "idempotency_key": "k", **other})
        assert Submission.objects.count() == 1

    def test_same_key_at_another_consultation(self, send):
        user = UserFactory()
        send(user=user, idempotency_key="k")
        elsewhere = ConsultationFactory(institution=InstitutionFactory(), opens_at=OPENS, closes_at=CLOSES)

        with pytest.raises(IdempotencyMismatch):
            send(user=user, idempotency_key="k", consultation_uuid=elsewhere.uuid)
