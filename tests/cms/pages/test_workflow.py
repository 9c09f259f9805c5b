"""Author → reviewer: an editor submits, a reviewer approves; nobody publishes their own draft past that."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages.models import ArticlePage, DocumentPage
from cms.tenancy.models import Role
from consultations.models import Version
from tests.factories.institutions import add_page, document_page, make_institution, make_person, root_of
from tests.factories.laying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def profile(laid):
    """An institution."""
    return fresh(laid)


def document_form(action: str, **fields):
    """What the editor's form sends for a document with one article."""
    article = ("article", {"number": "1", "heading": "Purpose", "text": rich_text("<p>Why.</p>")})
    return nested_form_data(
        {
            "title": "Act",
            "slug": "act",
            "kind": "draft_act",
            "summary": "",
            "body": streamfield([article]),
            "comments": inline_formset([]),
            "comment_notifications": "",
            "go_live_at": "",
            "expire_at": "",
            "seo_title": "",
            "search_description": "",
            action: "1",
            **fields,
        }
    )


def test_editor_submits_and_reviewer_approves(client, profile):
    editor, reviewer = make_person(profile, Role.EDITOR), make_person(profile, Role.REVIEWER)
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", root_of(profile).pk])
    assert client.post(url, document_form("action-submit")).status_code == 302
    page = DocumentPage.objects.get()
    assert (page.live, page.current_workflow_state.status) == (False, WorkflowState.STATUS_IN_PROGRESS)
    assert not Version.objects.exists()

    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )
    assert client.post(approve, {"comment": ""}).status_code == 302
    assert not DocumentPage.objects.get().live

    client.force_login(reviewer)
    assert client.post(approve, {"comment": "Good"}).status_code == 302
    page = DocumentPage.objects.get()
    assert page.live
    assert Version.objects.get().document.uuid == page.translation_key


def test_reviewer_sends_back_with_a_comment(client, profile):
    editor, reviewer = make_person(profile, Role.EDITOR), make_person(profile, Role.REVIEWER)
    page = add_page(root_of(profile), document_page(slug="act"), publish=False, owner=editor)
    profile.workflow.start(page, editor)
    client.force_login(reviewer)
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "reject", page.current_workflow_task_state.pk]
    )
    client.post(url, {"comment": "Number the articles"})
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state.comment == "Number the articles"


def test_editor_alone_publishes_nothing(client, profile):
    client.force_login(make_person(profile, Role.EDITOR))
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", root_of(profile).pk])
    client.post(url, document_form("action-publish"))
    assert not DocumentPage.objects.filter(live=True).exists()
    assert not Version.objects.exists()


def test_another_institutions_reviewer_approves_nothing(client, profile):
    editor = make_person(profile, Role.EDITOR)
    page = add_page(root_of(profile), document_page(slug="act"), publish=False, owner=editor)
    profile.workflow.start(page, editor)
    client.force_login(make_person(make_institution("beta"), Role.REVIEWER))
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )
    assert client.post(url, {"comment": ""}).status_code == 404
    assert not DocumentPage.objects.get().live


def test_document_scheduled_by_a_reviewer_enters_the_record_when_its_time_comes(client, profile):
    client.force_login(make_person(profile, Role.REVIEWER))
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", root_of(profile).pk])
    later = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    assert client.post(url, document_form("action-publish", go_live_at=later)).status_code == 302
    assert not Version.objects.exists()
    past = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.exclude(approved_go_live_at=None).get()
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    assert DocumentPage.objects.get().live
    assert Version.objects.count() == 1


def test_preview_shows_the_draft_and_publishes_nothing(client, profile):
    page = add_page(root_of(profile), ArticlePage(title="Before", slug="page", lead="Old lead"))
    client.force_login(make_person(profile, Role.EDITOR))
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = nested_form_data(
        {
            "title": "After",
            "slug": "page",
            "lead": "New lead",
            "body": streamfield([("quote", {"text": "<b>bold</b> words", "attribution": "Ana"})]),
            "comments": inline_formset([]),
            "comment_notifications": "",
            "go_live_at": "",
            "expire_at": "",
            "seo_title": "",
            "search_description": "",
        }
    )
    assert client.post(url, data).json()["is_valid"]
    shown = client.get(url).content.decode()
    assert "New lead" in shown
    assert "&lt;b&gt;bold&lt;/b&gt; words" in shown
    assert "Old lead" in client.get("/en/alfa/page/").content.decode()


def test_document_of_many_provisions_is_saved(client, profile):
    client.force_login(make_person(profile, Role.REVIEWER))
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", root_of(profile).pk])
    articles = [
        ("article", {"number": str(number), "heading": "Purpose", "text": rich_text("<p>Why.</p>")})
        for number in range(1, 201)
    ]
    form = document_form("action-publish")
    form = {name: value for name, value in form.items() if not name.startswith("body-")}
    assert client.post(url, form | nested_form_data({"body": streamfield(articles)})).status_code == 302
    assert Version.objects.get().provisions.count() == 200
