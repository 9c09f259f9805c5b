"""Rows of the public record, written directly: quick, valid, and without ledger events.

Where a test is about what services do, call the services.
"""

import datetime as dt
import hashlib
import uuid
from typing import Any

import factory
from django.utils import timezone

from cms.accounts.models import User
from consultations.models import (
    Consultation,
    ConsultationDocument,
    ContactDetail,
    Document,
    Institution,
    ModerationDecision,
    Participant,
    Provision,
    ProvisionText,
    Response,
    ResponseTarget,
    Submission,
    Version,
)
from consultations.models.document import DocumentKind, ProvisionKind
from consultations.models.moderation import ModerationAction
from consultations.models.participant import ParticipantKind
from consultations.models.response import Outcome
from consultations.models.submission import Channel
from consultations.states import SubmissionState


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class InstitutionFactory(factory.django.DjangoModelFactory):
    """A municipality of North Macedonia that publishes in Macedonian, Albanian and English."""

    class Meta:
        model = Institution

    slug = factory.Sequence(lambda n: f"institution-{n}")
    name = factory.LazyAttribute(
        lambda o: {"en": f"Municipality {o.slug}", "mk": f"Општина {o.slug}", "sq": f"Komuna {o.slug}"}
    )
    languages = factory.LazyFunction(lambda: ["mk", "sq", "en"])
    jurisdiction = "MK"
    time_zone = "Europe/Skopje"
    rule_set = "mk"
    contact_name = "Contact Person"
    contact_email = factory.LazyAttribute(lambda o: f"contact@{o.slug}.example.org")


class DocumentFactory(factory.django.DjangoModelFactory):
    """A document without versions."""

    class Meta:
        model = Document

    uuid = factory.LazyFunction(uuid.uuid4)
    institution = factory.SubFactory(InstitutionFactory)
    kind = DocumentKind.STRATEGY
    created_at = factory.LazyFunction(timezone.now)


class VersionFactory(factory.django.DjangoModelFactory):
    """A version with three articles (`provisions=5`: five), each in each of its languages."""

    class Meta:
        model = Version
        skip_postgeneration_save = True

    document = factory.SubFactory(DocumentFactory)
    number = factory.LazyAttribute(lambda o: o.document.versions.count() + 1)
    languages = factory.LazyFunction(lambda: ["mk", "sq", "en"])
    source_language = "mk"
    titles = factory.LazyAttribute(lambda o: {language: f"Strategy ({language})" for language in o.languages})
    content_hash = factory.LazyFunction(lambda: hashlib.sha256(uuid.uuid4().bytes).hexdigest())
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def provisions(self, create: bool, extracted: int | None, **kwargs: Any) -> None:
        """How many articles it has."""
        count = 3 if extracted is None else extracted
        rows = [
            Provision(version=self, uid=uuid.uuid4(), kind=ProvisionKind.ARTICLE, number=str(n), position=n)
            for n in range(1, count + 1)
        ]
        Provision.objects.bulk_create(rows)
        ProvisionText.objects.bulk_create(
            ProvisionText(
                provision=row,
                language=language,
                heading=f"Heading {row.number} ({language})",
                html=f"<p>Text of article {row.number} ({language}).</p>",
                text=f"Text of article {row.number} ({language}).",
            )
            for row in rows
            for language in self.languages
        )


class ConsultationFactory(factory.django.DjangoModelFactory):
    """An open consultation; pass `versions=[…]` for what it is about, `planned=True` or `closed=True`."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=5)),
            closes_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=40)),
        )
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=40)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=5)),
        )

    uuid = factory.LazyFunction(uuid.uuid4)
    institution = factory.SubFactory(InstitutionFactory)
    rule_set = "mk"
    act_type = "standard"
    source_language = "mk"
    titles = factory.LazyFunction(lambda: {"mk": "Нацрт", "sq": "Projekt", "en": "Draft"})
    summaries = factory.LazyFunction(lambda: {"mk": "Опис", "sq": "Përshkrim", "en": "Summary"})
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=20))
    created_at = factory.LazyAttribute(lambda o: o.opens_at)

    @factory.post_generation
    def versions(self, create: bool, extracted: list[Version] | None, **kwargs: Any) -> None:
        """The versions it is about, in order; none by default."""
        for position, version in enumerate(extracted or []):
            ConsultationDocument.objects.create(consultation=self, version=version, position=position)


class ParticipantFactory(factory.django.DjangoModelFactory):
    """A guest; `ContactDetailFactory(participant=…)` adds an address."""

    class Meta:
        model = Participant

    kind = ParticipantKind.GUEST
    display_name = factory.Sequence(lambda n: f"Participant {n}")


class ContactDetailFactory(factory.django.DjangoModelFactory):
    """A confirmed address."""

    class Meta:
        model = ContactDetail

    participant = factory.SubFactory(ParticipantFactory)
    email = factory.Sequence(lambda n: f"guest{n}@example.org")
    email_fingerprint = factory.LazyAttribute(lambda o: hashlib.sha256(o.email.encode()).hexdigest())
    language = "mk"
    verified_at = factory.LazyFunction(timezone.now)


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A published submission on the whole of a consultation; with `parent`, a reply to it."""

    class Meta:
        model = Submission

    uuid = factory.LazyFunction(uuid.uuid4)
    receipt_number = factory.Sequence(lambda n: f"KV-2026-T{n:07d}")
    consultation = factory.Maybe(
        "parent",
        yes_declaration=factory.SelfAttribute("parent.consultation"),
        no_declaration=factory.SubFactory(ConsultationFactory),
    )
    institution = factory.SelfAttribute("consultation.institution")
    participant = factory.SubFactory(ParticipantFactory)
    author_name = factory.SelfAttribute("participant.display_name")
    parent = None
    root = factory.LazyAttribute(lambda o: (o.parent.root or o.parent) if o.parent else None)
    version = factory.LazyAttribute(lambda o: o.parent.version if o.parent else None)
    provision_uid = factory.LazyAttribute(lambda o: o.parent.provision_uid if o.parent else None)
    language = "mk"
    text = factory.Sequence(lambda n: f"Предлог број {n}.")
    content_salt = "00" * 16
    content_hash = factory.LazyAttribute(lambda o: hashlib.sha256(o.text.encode()).hexdigest())
    state = SubmissionState.PUBLISHED
    channel = Channel.SITE
    submitted_at = factory.Sequence(
        lambda n: timezone.now() - dt.timedelta(days=5) + dt.timedelta(microseconds=1000 * n)
    )
    published_at = factory.LazyAttribute(
        lambda o: (
            None
            if o.state in {SubmissionState.UNVERIFIED, SubmissionState.HELD, SubmissionState.RECEIVED}
            else o.submitted_at
        )
    )

    @classmethod
    def _create(cls, model_class: type[Submission], *args: Any, **kwargs: Any) -> Submission:
        consultation = kwargs["consultation"]
        consultation.submissions_received += 1
        consultation.save(update_fields=["submissions_received"])
        kwargs.setdefault("number", consultation.submissions_received)
        return super()._create(model_class, *args, **kwargs)


class ResponseFactory(factory.django.DjangoModelFactory):
    """An answer; pass `submissions=[…]`."""

    class Meta:
        model = Response
        skip_postgeneration_save = True

    consultation = factory.SubFactory(ConsultationFactory)
    outcome = Outcome.ACCEPTED
    reasons = factory.LazyFunction(lambda: {"mk": "Прифатено.", "en": "Accepted."})
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def submissions(self, create: bool, extracted: list[Submission] | None, **kwargs: Any) -> None:
        """What it answers."""
        for submission in extracted or []:
            ResponseTarget.objects.create(response=self, submission=submission)


class ModerationDecisionFactory(factory.django.DjangoModelFactory):
    """A removal, with its reason."""

    class Meta:
        model = ModerationDecision

    submission = factory.SubFactory(SubmissionFactory, state=SubmissionState.REMOVED)
    action = ModerationAction.REMOVE
    reason_code = "insult"
    public_reasons = factory.LazyFunction(lambda: {"mk": "Навреда.", "en": "An insult."})
    decided_at = factory.LazyFunction(timezone.now)
