"""A small public record to try a plugin on, made by the services that make real ones.

So a plugin that listens to the record has heard of everything in it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.utils import timezone

from consultations.activation.switching import enable_plugin, permit_plugin
from consultations.authors import Account, Author, Deposited, Guest
from consultations.models import Consultation, Institution, Submission, Version
from consultations.provisions import ProvisionContent, TextContent
from consultations.services.publish_version import publish_version
from consultations.services.schedule_consultation import schedule_consultation
from consultations.services.submit import submit

DAYS_OPEN = 90
"""Longer than any rule set asks for."""
TEXT = "We ask for more benches in the park."


@dataclass
class World:
    """One institution with a document of three articles, an open consultation on it, and two submissions: one on
    the whole, one on the first article. `make_world` makes larger ones."""

    institution: Institution
    version: Version
    consultation: Consultation
    submissions: list[Submission]

    def sample(self, word: str) -> object | None:
        """A value for an argument of a plugin's address, by its name or by the part of the path before it."""
        return {
            "institution": self.institution.slug,
            "consultation": self.consultation.uuid,
            "document": self.version.document.uuid,
            "version": self.version.uuid,
            "provision": self.submissions[1].provision_uid,
            "submission": self.submissions[0].uuid,
        }.get(word.removesuffix("s"))

    @property
    def provision_uids(self) -> list[UUID]:
        """The uids of the document's articles, in order."""
        return list(self.version.provisions.order_by("position").values_list("uid", flat=True))

    @property
    def users(self) -> list[int | None]:
        """The account of each of `participants`, by its primary key; None for who has none."""
        return [submission.participant.user_id for submission in self.submissions]

    @property
    def participants(self) -> list[UUID]:
        """Who took part, one for each submission, in its order."""
        return [submission.participant.uuid for submission in self.submissions]

    def add_submission(
        self, *, text: str = TEXT, author: Author | None = None, provision_uid: UUID | None = None
    ) -> Submission:
        """Another submission, taken as a real one is; without an author a clerk enters it for somebody.

        That of an `Account` or of a clerk is published unless a check holds it; that of a `Guest` is
        not public: it waits for the address to be confirmed.
        """
        author = author or Deposited(entered_by=None, display_name="A citizen")
        submission = _submission(self.consultation, provision_uid, text, author)
        self.submissions.append(submission)
        return submission


def make_institution(slug: str = "testville") -> Institution:
    """A municipality of Kosovo that publishes in English and Albanian."""
    return Institution.objects.create(
        slug=slug,
        name={"en": slug.title(), "sq": slug.title()},
        languages=["en", "sq"],
        jurisdiction="XK",
        rule_set="xk-municipality",
    )


def make_world(
    slug: str = "testville",
    *,
    plugin: str = "",
    provisions: int = 3,
    submissions: int = 2,
    text: str = TEXT,
    accounts: bool = False,
) -> World:
    """A world; with `plugin` permitted and enabled in it from its first day.

    The first of its submissions (two at least) is on the whole consultation, the others are on its provisions.
    With `accounts` each is of somebody who is signed in, else a clerk entered it for them.
    """
    institution = make_institution(slug)
    if plugin:
        permit_plugin(institution=institution, plugin=plugin, actor=None)
    version = _version(institution, provisions)
    consultation = schedule_consultation(
        institution=institution,
        uuid=uuid4(),
        titles={"en": "Draft strategy", "sq": "Projektstrategjia"},
        summaries={"en": "What we plan.", "sq": "Çfarë planifikojmë."},
        act_type="standard",
        opens_at=timezone.now(),
        closes_at=timezone.now() + timedelta(days=DAYS_OPEN),
        versions=[version],
        actor=None,
        source_language="en",
    )
    if plugin:
        _enable(consultation, plugin)
    world = World(institution, version, consultation, [])
    uids = world.provision_uids
    for number in range(max(2, submissions)):
        author = _account(f"person{number}@{slug}.example.org") if accounts else None
        place = uids[(number - 1) % len(uids)] if number else None
        world.add_submission(text=text, author=author, provision_uid=place)
    return world


def _account(email: str) -> Account:
    user = get_user_model()._default_manager.create_user(email)
    return Account(user_id=user.pk, display_name="A citizen")


def _enable(consultation: Consultation, plugin: str) -> None:
    from plugins.kernel.registry import registry

    if "consultation" in registry.plugin(plugin).manifest.scopes:
        enable_plugin(consultation=consultation, plugin=plugin, actor=None)


def _version(institution: Institution, provisions: int) -> Version:
    articles = [
        ProvisionContent(
            uid=uuid4(),
            kind="article",
            number=str(number),
            texts={
                "en": TextContent(heading=f"Article {number}", html=f"<p>Text of article {number}.</p>"),
                "sq": TextContent(heading=f"Neni {number}", html=f"<p>Teksti i nenit {number}.</p>"),
            },
        )
        for number in range(1, provisions + 1)
    ]
    return publish_version(
        institution=institution,
        document_uuid=uuid4(),
        kind="strategy",
        titles={"en": "Strategy", "sq": "Strategjia"},
        provisions=articles,
        languages=["en", "sq"],
        source_language="en",
        actor=None,
    )


def _submission(consultation: Consultation, provision_uid: UUID | None, text: str, author: Author) -> Submission:
    return submit(
        consultation_uuid=consultation.uuid,
        text=text,
        language="en",
        author=author,
        provision_uid=provision_uid,
        channel="site" if isinstance(author, Account | Guest) else "paper",
    ).submission
