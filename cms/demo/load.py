"""Loads the demo once. An institution that exists is left alone, with everything people have entered there."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image

from cms.demo.content_files import ConsultationContent, DemoContent, InstitutionContent, read_content
from cms.demo.logos import SIZE, draw_logo
from cms.demo.participation import Participation, moment
from cms.demo.people import add_citizen_and_operator, add_staff
from cms.demo.support import give_support
from cms.demo.tree import Tree, fill_page, in_order
from cms.tenancy.models import InstitutionProfile, Role
from cms.tenancy.services.set_up_institution import set_up_institution
from cms.tenancy.services.set_up_portal import set_up_portal
from consultations import clock
from consultations.activation.errors import PluginNotLoaded
from consultations.activation.settings import change_plugin_settings
from consultations.models import Institution
from plugins.kernel import gate

# A document is on the site for a few days before its consultation opens.
PREPARED = timedelta(days=3)
MODERATION = "moderation"


@dataclass
class Loaded:
    """What was made this time, in numbers; `kept` names the institutions that were there already."""

    institutions: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    pages: int = 0
    documents: int = 0
    consultations: int = 0
    submissions: int = 0
    responses: int = 0
    supports: int = 0


@transaction.atomic
def load_demo(content: DemoContent | None = None, say: Callable[[str], None] = lambda text: None) -> Loaded:
    """Load what is not there yet, all or nothing; `say` is told what is being done."""
    content = content or read_content()
    loaded = Loaded()
    participations: list[Participation] = []
    for institution in content.institutions:
        if Institution.objects.filter(slug=institution.slug).exists():
            loaded.kept.append(institution.slug)
            continue
        say(institution.names["en"])
        participations += _load_institution(institution, content, loaded)
        loaded.institutions.append(institution.slug)
    if loaded.institutions:
        _fill_portal(content)
        add_citizen_and_operator()
        with gate.fresh():
            loaded.supports = give_support(participations)
    return loaded


def _load_institution(
    institution: InstitutionContent, content: DemoContent, loaded: Loaded
) -> list[Participation]:
    profile = _set_up(institution)
    staff = add_staff(profile, institution)
    tree = Tree(institution, _root(profile), staff[Role.EDITOR], staff[Role.REVIEWER])
    for page in in_order([page for page in content.pages if page.institution == institution.key]):
        if page.type == "home":
            tree.fill_home(page)
        else:
            tree.add_page(page)
        loaded.pages += 1
    consultations = [entry for entry in content.consultations if entry.institution == institution.key]
    zone = ZoneInfo(institution.time_zone)
    for document in content.documents:
        if document.institution == institution.key:
            opening = min([c.opens_days for c in consultations if c.document == document.key], default=0)
            with clock.at(moment(opening, zone=zone) - PREPARED):
                tree.add_document(document)
            loaded.documents += 1
    participations = []
    for entry in sorted(consultations, key=lambda entry: entry.opens_days):
        participations.append(_load_consultation(entry, tree, staff, zone))
        loaded.consultations += 1
        loaded.submissions += len(entry.submissions)
        loaded.responses += len(entry.responses)
    return participations


def _set_up(institution: InstitutionContent) -> InstitutionProfile:
    source, theme = institution.languages[0], institution.theme
    profile = set_up_institution(
        slug=institution.slug,
        name=institution.names,
        languages=institution.languages,
        jurisdiction=institution.jurisdiction,
        rule_set=institution.rule_set,
        time_zone=institution.time_zone,
        contact={"email": institution.contact_email, "phone": institution.contact_phone},
        colours=(theme["primary"], theme["accent"]),
    )
    drawn = draw_logo(theme["logo"], theme["primary"], theme["accent"])
    profile.logo = Image.objects.create(
        title=institution.names[source],
        collection=profile.collection,
        width=SIZE,
        height=SIZE,
        file=ContentFile(drawn, name=f"{institution.slug}-logo.png"),
    )
    profile.save(update_fields=["logo"])
    with suppress(PluginNotLoaded):  # the operator may have left it out
        change_plugin_settings(
            institution=profile.institution,
            plugin=MODERATION,
            values={"mode": institution.moderation},
            actor=None,
        )
    return profile


def _root(profile: InstitutionProfile) -> Any:
    """The institution's front page in its first language."""
    language = profile.institution.default_language
    return profile.institution.pages.get(translation_key=profile.root_key, locale__language_code=language)


def _load_consultation(
    content: ConsultationContent, tree: Tree, staff: dict[str, Any], zone: ZoneInfo
) -> Participation:
    opens_at = moment(content.opens_days, zone=zone)
    closes_at = moment(content.closes_days, hour=23, minute=59, second=59, zone=zone)
    answered_at = clock.now()
    if content.answered_days is not None:
        answered_at = moment(content.answered_days, hour=15, zone=zone)
    with clock.at(opens_at - PREPARED):
        tree.add_consultation(content, opens_at, closes_at)
    participation = Participation(content=content, staff=staff, answered_at=answered_at)
    with gate.fresh():
        participation.load()
    return participation


def _fill_portal(content: DemoContent) -> None:
    """The portal's front page, unless somebody has written on it."""
    home = set_up_portal()
    page = next(page for page in content.pages if page.key == "portal-home")
    if home.lead or home.body:
        return
    languages: Sequence[str] = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    fill_page(home, page, languages, editor=None, publisher=None)
