"""Institutions with some of everything an editor makes, for tests that ask who sees what."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.accounts.models import User
from cms.pages.localise import translate_page
from cms.pages.models import (
    ArticlePage,
    ConsultationPage,
    ConsultationPageDocument,
    DocumentPage,
    InstitutionPage,
    SectionPage,
)
from cms.tenancy.models import InstitutionProfile, Role
from cms.tenancy.services.set_up_institution import set_up_institution
from consultations.models import Consultation
from tests.factories.record import SubmissionFactory


@dataclass
class House:
    """An institution with its people and some of everything an editor makes."""

    profile: InstitutionProfile
    people: dict[str, User]
    pages: dict[str, Page] = field(default_factory=dict)
    image: Any = None
    file: Any = None
    consultation: Any = None
    submissions: list[Any] = field(default_factory=list)

    @property
    def root(self) -> InstitutionPage:
        """The root page in English."""
        return InstitutionPage.objects.get(institution=self.profile.institution, locale__language_code="en")


def build_house(slug: str, word: str) -> House:
    """An institution with live, draft, locked, scheduled and reviewed pages, translations and files."""
    profile = set_up_institution(
        slug=slug,
        name={"en": slug.title(), "sq": f"{slug.title()} sq"},
        languages=["en", "sq"],
        jurisdiction="XK",
        rule_set="xk-municipality",
    )
    people = {}
    for held in profile.groups.all():
        person = User.objects.create_user(
            f"{held.role}.{word}@{slug}.example".lower(), first_name=word, last_name=f"{slug} {held.role}"
        )
        person.groups.add(held.group)
        people[held.role] = person
    house = House(profile=profile, people=people)
    editor, reviewer = people[Role.EDITOR], people[Role.REVIEWER]
    section = add(house, "section", SectionPage(title=f"{word} quokka section", lead=f"{word} lead"), editor)
    section.save_revision(user=editor).publish(user=reviewer)
    draft = add(house, "draft", ArticlePage(title=f"{word} quokka draft", live=False), editor)
    draft.save_revision(user=editor)
    reviewed = add(house, "reviewed", ArticlePage(title=f"{word} quokka reviewed", live=False), editor)
    reviewed.save_revision(user=editor)
    profile.workflow.start(reviewed, editor)
    locked = add(house, "locked", ArticlePage(title=f"{word} quokka locked"), editor)
    locked.save_revision(user=editor)
    locked.locked, locked.locked_by, locked.locked_at = True, reviewer, timezone.now()
    locked.save()
    scheduled = add(house, "scheduled", ArticlePage(title=f"{word} quokka scheduled", live=False), editor)
    scheduled.go_live_at = timezone.now() + timedelta(days=3)
    scheduled.save_revision(user=editor).publish(user=reviewer)
    document = add(house, "document", DocumentPage(title=f"{word} quokka document", body=provisions(word)), editor)
    document.save_revision(user=editor)
    words = {f"{word} quokka document": f"{word} quokka dokumenti", f"{word} heading": f"{word} titulli"}
    translate_page(document, "sq", words, user=editor, publish=False)
    live = Page.objects.get(pk=section.pk).specific
    live.title = f"{word} quokka unpublished title"
    live.save_revision(user=editor, log_action=True)
    file = get_test_image_file(filename=f"{word}.png")
    house.image = Image.objects.create(
        title=f"{word} quokka image", file=file, collection=profile.collection, uploaded_by_user=editor
    )
    house.image.tags.add(f"{word} quokka tag")
    house.file = Document.objects.create(
        title=f"{word} quokka file",
        file=ContentFile(word.encode(), name=f"{word}.txt"),
        collection=profile.collection,
        uploaded_by_user=editor,
    )
    add_talk(house, word, editor)
    return house


def add_talk(house: House, word: str, editor: User) -> None:
    """An open consultation on a published document, with a submission that is public and one that waits."""
    document = add(house, "act", DocumentPage(title=f"{word} quokka act", body=provisions(word)), editor)
    document.save_revision(user=editor).publish(user=house.people[Role.REVIEWER])
    now = timezone.now()
    talk = ConsultationPage(
        title=f"{word} quokka talk", opens_at=now, closes_at=now + timedelta(days=40), summary=f"{word} summary"
    )
    talk.documents.add(ConsultationPageDocument(document=document, sort_order=0))
    add(house, "talk", talk, editor)
    talk.save_revision(user=editor).publish(user=house.people[Role.REVIEWER])
    house.consultation = Consultation.objects.get(uuid=talk.translation_key)
    house.submissions = [
        SubmissionFactory(consultation=house.consultation, text=f"{word} quokka said", state=state)
        for state in ("published", "held")
    ]


def add(house: House, name: str, page: Page, editor: User) -> Page:
    """Put a page below the institution's root."""
    page.owner = editor
    page.slug = name
    house.pages[name] = house.root.add_child(instance=page)
    return page


def provisions(word: str) -> list[tuple[str, Any]]:
    """A small document body."""
    return [("article", {"number": "1", "heading": f"{word} heading", "text": f"<p>{word} text</p>"})]
