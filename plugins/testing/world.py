"""A small public record to try a plugin on, made by the services that make real ones.

So a plugin that listens to the record has heard of everything in it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from consultations.activation.switching import enable_plugin, permit_plugin
from consultations.authors import Deposited
from consultations.models import Consultation, Institution, Submission, Version
from consultations.provisions import ProvisionContent, TextContent
from consultations.services.publish_version import publish_version
from consultations.services.schedule_consultation import schedule_consultation
from consultations.services.submit import submit

DAYS_OPEN = 90
"""Longer than any rule set asks for."""


@dataclass
class World:
    """One institution with a document of three articles, an open consultation on it, and two submissions: one on
    the whole, one on the first article."""

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


def make_institution(slug: str = "testville") -> Institution:
    """A municipality of Kosovo that publishes in English and Albanian."""
    return Institution.objects.create(
        slug=slug,
        name={"en": slug.title(), "sq": slug.title()},
        languages=["en", "sq"],
        jurisdiction="XK",
        rule_set="xk-municipality",
    )


def make_world(slug: str = "testville", *, plugin: str = "") -> World:
    """A world; with `plugin` permitted and enabled in it from its first day."""
    institution = make_institution(slug)
    if plugin:
        permit_plugin(institution=institution, plugin=plugin, actor=None)
    version = _version(institution)
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
    provision = version.provisions.order_by("position")[0]
    submissions = [_submission(consultation, uid) for uid in (None, provision.uid)]
    return World(institution, version, consultation, submissions)


def _enable(consultation: Consultation, plugin: str) -> None:
    from plugins.kernel.registry import registry

    if "consultation" in registry.plugin(plugin).manifest.scopes:
        enable_plugin(consultation=consultation, plugin=plugin, actor=None)


def _version(institution: Institution) -> Version:
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
        for number in (1, 2, 3)
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


def _submission(consultation: Consultation, provision_uid: UUID | None) -> Submission:
    return submit(
        consultation_uuid=consultation.uuid,
        text="We ask for more benches in the park.",
        language="en",
        author=Deposited(entered_by=None, display_name="A citizen"),
        provision_uid=provision_uid,
        channel="paper",
    ).submission
