"""Publishing a consultation page schedules the consultation; the editor is told what the law asks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.pages.localise import translate_page
from cms.pages.models import ConsultationPage, DocumentPage
from cms.pages.refusals import RecordRefused
from cms.tenancy.models import Role
from consultations.models import Consultation
from tests.factories.institutions import (
    add_page,
    consultation_page,
    document_page,
    make_institution,
    make_person,
    root_of,
)
from tests.factories.laying import fresh

pytestmark = pytest.mark.django_db

#: A Monday; thirty days later is 4 April, whose last minute is the earliest lawful closing.
OPENS = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def profile(laid) -> Any:
    """An institution under the rule set that asks for thirty days."""
    return fresh(laid)


@pytest.fixture
def document(profile) -> DocumentPage:
    """A document people can read."""
    return add_page(root_of(profile), document_page(slug="act"))


def publish(document: DocumentPage, **fields: Any) -> ConsultationPage:
    """A consultation on the document, published."""
    return add_page(document.get_parent(), consultation_page(document, slug="talk", **fields))


def posted(page: dict[str, Any], documents: list[DocumentPage], action: str = "action-publish") -> dict[str, Any]:
    """What the editor's form sends."""
    return nested_form_data(
        {
            "title": "Consultation",
            "slug": "talk",
            "summary": "",
            "act_type": "standard",
            "opens_at": "",
            "closes_at": "",
            "contact_name": "",
            "contact_email": "",
            "contact_phone": "",
            "intro": streamfield([]),
            "documents": inline_formset([{"document": document.pk} for document in documents]),
            "comments": inline_formset([]),
            "comment_notifications": "",
            "go_live_at": "",
            "expire_at": "",
            "seo_title": "",
            "search_description": "",
            **page,
            action: "1",
        }
    )


def add_url(parent: Page) -> str:
    """Where a consultation page is made."""
    return reverse("wagtailadmin_pages:add", args=["pages", "consultationpage", parent.pk])


def local(moment: datetime) -> str:
    """A moment as the form's widget writes it, in the site's time zone."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_published_consultation_is_scheduled_with_the_document_people_read(document):
    page = publish(document, summary="What we ask", contact_name="Ana")
    consultation = Consultation.objects.get()
    assert consultation.uuid == page.translation_key
    assert (consultation.titles, consultation.summaries) == ({"en": "Consultation"}, {"en": "What we ask"})
    assert (consultation.opens_at, consultation.closes_at) == (page.opens_at, page.closes_at)
    assert [version.document.uuid for version in consultation.versions.all()] == [document.translation_key]


def test_translation_adds_its_words_and_shares_the_dates(document):
    page = publish(document, summary="What we ask")
    translated = translate_page(page, "sq", {"Consultation": "Konsultimi", "What we ask": "Çfarë pyesim"})
    consultation = Consultation.objects.get()
    assert consultation.titles == {"en": "Consultation", "sq": "Konsultimi"}
    assert consultation.summaries == {"en": "What we ask", "sq": "Çfarë pyesim"}
    assert (translated.opens_at, translated.closes_at) == (page.opens_at, page.closes_at)
    assert [chosen.document_id for chosen in translated.documents.all()] == [document.pk]


def test_editor_is_told_the_earliest_lawful_closing(document, client, profile):
    client.force_login(make_person(profile, Role.REVIEWER))
    parent = document.get_parent()
    form = posted({"opens_at": local(OPENS), "closes_at": local(OPENS + timedelta(days=20))}, [document])
    response = client.post(add_url(parent), form)
    assert response.status_code == 200
    assert response.context["form"].errors["closes_at"] == [
        "This is shorter than the law allows. The earliest lawful closing is 4 April 2027, 23:59."
    ]
    assert local(OPENS + timedelta(days=20)) in response.content.decode()
    assert not ConsultationPage.objects.exists()


def test_editor_is_told_in_their_language_and_time_zone(document, client, profile, settings):
    settings.TIME_ZONE = "Europe/Belgrade"
    person = make_person(profile, Role.REVIEWER)
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=person, preferred_language="sq", current_time_zone="Europe/Lisbon")
    client.force_login(person)
    form = posted({"opens_at": "2027-03-05 09:00", "closes_at": "2027-03-20 09:00"}, [document])
    response = client.post(add_url(document.get_parent()), form)
    (message,) = response.context["form"].errors["closes_at"]
    assert "22:59" in message
    assert "2027" in message


def test_closing_at_the_earliest_lawful_minute_is_taken(document, client, profile):
    client.force_login(make_person(profile, Role.REVIEWER))
    closes = timezone.make_aware(datetime(2027, 4, 4, 23, 59))
    form = posted({"opens_at": local(OPENS), "closes_at": local(closes)}, [document])
    response = client.post(add_url(document.get_parent()), form)
    assert response.status_code == 302
    assert Consultation.objects.get().closes_at == closes


@pytest.mark.parametrize(
    ("fields", "with_document", "field", "message"),
    [
        ({}, True, "opens_at", "Say when the consultation opens and when it closes before you publish it."),
        (
            {"opens_at": local(OPENS), "closes_at": local(OPENS + timedelta(days=40))},
            False,
            None,
            "Choose at least one document before you publish the consultation.",
        ),
        (
            {"opens_at": local(OPENS), "closes_at": local(OPENS - timedelta(days=1))},
            True,
            "closes_at",
            "A consultation closes after it opens.",
        ),
    ],
    ids=["no dates", "no document", "closes before it opens"],
)
def test_consultation_that_lacks_something_is_not_published(
    document, client, profile, fields, with_document, field, message
):
    client.force_login(make_person(profile, Role.REVIEWER))
    response = client.post(add_url(document.get_parent()), posted(fields, [document] if with_document else []))
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert errors[field or "__all__"] == [message]
    assert not Consultation.objects.exists()


def test_draft_may_lack_dates_and_documents(document, client, profile):
    client.force_login(make_person(profile, Role.EDITOR))
    response = client.post(add_url(document.get_parent()), posted({}, [], action="action-draft"))
    assert response.status_code == 302
    assert not ConsultationPage.objects.get().live


def test_document_nobody_can_read_yet_is_refused(profile, client):
    root = root_of(profile)
    draft = add_page(root, document_page(slug="act"), publish=False)
    client.force_login(make_person(profile, Role.REVIEWER))
    form = posted({"opens_at": local(OPENS), "closes_at": local(OPENS + timedelta(days=40))}, [draft])
    response = client.post(add_url(root), form)
    assert response.context["form"].errors["__all__"] == [
        "Publish “Draft act” first: people must be able to read what they are asked about."
    ]


def test_dates_of_an_open_consultation_may_only_be_extended(document, client, profile):
    page = publish(document, opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=40))
    page = ConsultationPage.objects.get(pk=page.pk)
    client.force_login(make_person(profile, Role.REVIEWER))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    opens = local(page.opens_at)
    (chosen,) = page.documents.all()
    rows = inline_formset([{"id": chosen.pk, "document": document.pk}], initial=1)

    def send(closes_at: datetime) -> Any:
        fields = {"opens_at": opens, "closes_at": closes_at.isoformat(), "documents": rows}
        return client.post(
            url, posted({**fields, "closes_at": local(closes_at)}, []) | nested_form_data({"documents": rows})
        )

    recorded = Consultation.objects.get()
    response = send(recorded.closes_at - timedelta(days=1))
    assert response.context["form"].errors["closes_at"] == [
        "An open consultation can only be extended, and a closed one keeps its dates."
    ]
    later = (recorded.closes_at + timedelta(days=5)).replace(second=0, microsecond=0)
    assert send(later).status_code == 302
    recorded.refresh_from_db()
    assert recorded.closes_at == later


def test_approval_of_what_the_record_refuses_tells_the_reviewer(document, client, profile):
    """The dates were lawful when the author submitted them and are no longer when the reviewer approves."""
    editor = make_person(profile, Role.EDITOR)
    page = add_page(document.get_parent(), consultation_page(document, slug="talk"), publish=False, owner=editor)
    profile.workflow.start(page, editor)
    make_too_short(page)
    client.force_login(make_person(profile, Role.REVIEWER))
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = client.post(url, {"comment": ""}, follow=True)
    page.refresh_from_db()
    assert not page.live
    assert not Consultation.objects.exists()
    assert response.redirect_chain[0][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "This is shorter than the law allows." in response.content.decode()


def make_too_short(page: ConsultationPage) -> None:
    """Change the closing date in the page's newest draft behind the form's back."""
    change_draft(page, closes_at=timezone.now() + timedelta(days=5))


def change_draft(page: Page, **moments: datetime) -> None:
    """Write other moments into the page's newest draft."""
    revision = Revision.objects.filter(object_id=str(page.pk)).latest("pk")
    revision.content.update({name: moment.isoformat() for name, moment in moments.items()})
    revision.save(update_fields=["content"])


def let_the_time_come(page: Page) -> None:
    """The moment that the page was scheduled for has passed."""
    past = timezone.now() - timedelta(minutes=1)
    change_draft(page, go_live_at=past)
    Revision.objects.filter(object_id=str(page.pk)).update(approved_go_live_at=past)


def test_clock_does_not_publish_what_the_record_refuses(document):
    page = add_page(
        document.get_parent(),
        consultation_page(document, slug="talk", go_live_at=timezone.now() + timedelta(days=1)),
    )
    other = add_page(
        document.get_parent(),
        document_page(slug="other", title="Other", go_live_at=timezone.now() + timedelta(days=1)),
    )
    assert not page.live
    make_too_short(page)
    let_the_time_come(page)
    let_the_time_come(other)
    call_command("publish_scheduled")
    page.refresh_from_db()
    other.refresh_from_db()
    assert (page.live, other.live) == (False, True)
    assert not Consultation.objects.exists()
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    entry = PageLogEntry.objects.get(action="kuvend.record_refused")
    assert entry.page_id == page.pk
    assert entry.data["reason"].startswith("This is shorter than the law allows.")


def test_clock_publishes_and_schedules_at_the_time_set(document):
    page = add_page(
        document.get_parent(),
        consultation_page(document, slug="talk", go_live_at=timezone.now() + timedelta(hours=1)),
    )
    assert not Consultation.objects.exists()
    let_the_time_come(page)
    call_command("publish_scheduled")
    assert Consultation.objects.get().uuid == page.translation_key


def test_publishing_by_program_raises_and_publishes_nothing(document):
    with pytest.raises(RecordRefused) as refused:
        publish(document, closes_at=timezone.now() + timedelta(days=3))
    assert refused.value.reason.code == "too_short"
    assert not Consultation.objects.exists()


def test_consultation_copied_live_without_a_record_does_not_stay_live(document):
    page = publish(document, opens_at=timezone.now() + timedelta(days=1))
    Page.objects.filter(pk=page.pk).update(live=True)
    ConsultationPage.objects.filter(pk=page.pk).update(closes_at=timezone.now() + timedelta(days=3))
    page = ConsultationPage.objects.get(pk=page.pk)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    assert not ConsultationPage.objects.get(pk=copy.pk).live
    assert Consultation.objects.count() == 1


def test_documents_and_consultations_live_below_institutions_only(profile):
    portal_section = add_page(root_of(profile).get_parent(), section("Portal"))
    own_section = add_page(root_of(profile), section("Own"))
    for page_type in (DocumentPage, ConsultationPage):
        assert not page_type.can_create_at(portal_section)
        assert page_type.can_create_at(own_section)


def section(title: str) -> Page:
    """A section, not yet saved."""
    from cms.pages.models import SectionPage

    return SectionPage(title=title)
