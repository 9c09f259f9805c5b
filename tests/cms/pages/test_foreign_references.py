"""A page takes no picture, file or page of another institution, however its key gets into the form."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages.models import ArticlePage, NewsPage
from cms.tenancy.models import Role
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


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(lambda: (make_institution("alfa"), make_institution("beta")))


@pytest.fixture
def ours(laid) -> Any:
    """The institution of whoever edits."""
    return fresh(laid[0])


@pytest.fixture
def theirs(laid) -> Any:
    """Another institution."""
    return fresh(laid[1])


@pytest.fixture
def editor(client, ours) -> Any:
    """Our editor, signed in."""
    client.force_login(make_person(ours, Role.EDITOR))
    return client


def image_of(profile: Any) -> Image:
    """A picture in the institution's collection."""
    return Image.objects.create(title="Picture", file=get_test_image_file(), collection=profile.collection)


def file_of(profile: Any) -> Document:
    """A file in the institution's collection."""
    return Document.objects.create(
        title="File", file=ContentFile(b"x", name="x.txt"), collection=profile.collection
    )


def page_of(profile: Any) -> ArticlePage:
    """A draft of the institution."""
    return add_page(root_of(profile), ArticlePage(title="Draft", slug="draft"), publish=False)


def form(**fields: Any) -> dict[str, Any]:
    """What the editor's form sends for an article or a news item."""
    return nested_form_data(
        {
            "title": "News",
            "slug": "news",
            "lead": "",
            "body": streamfield([]),
            "comments": inline_formset([]),
            "comment_notifications": "",
            "go_live_at": "",
            "expire_at": "",
            "seo_title": "",
            "search_description": "",
            "date": "2026-11-22",
            "image": "",
            "action-draft": "1",
            **fields,
        }
    )


def add_url(profile: Any, model: str) -> str:
    """Where a page of that type is made."""
    return reverse("wagtailadmin_pages:add", args=["pages", model, root_of(profile).pk])


BODIES = {
    "picture": lambda profile: (
        "image",
        {"image": {"image": image_of(profile).pk, "alt_text": "x", "decorative": ""}, "caption": ""},
    ),
    "file": lambda profile: ("file", file_of(profile).pk),
    "page": lambda profile: ("link", {"label": "there", "page": page_of(profile).pk, "address": ""}),
    "link in text": lambda profile: (
        "text",
        rich_text(f'<p><a linktype="page" id="{page_of(profile).pk}">x</a></p>', features=["link"]),
    ),
    "file in text": lambda profile: (
        "text",
        rich_text(
            f'<p><a linktype="document" id="{file_of(profile).pk}">x</a></p>', features=["link", "document-link"]
        ),
    ),
}


@pytest.mark.parametrize("kind", BODIES)
def test_body_takes_our_own_things_and_no_others(editor, ours, theirs, kind):
    own = editor.post(add_url(ours, "articlepage"), form(body=streamfield([BODIES[kind](ours)])))
    assert own.status_code == 302, own.context["form"].errors
    foreign = form(slug="other", body=streamfield([BODIES[kind](theirs)]))
    assert editor.post(add_url(ours, "articlepage"), foreign).status_code == 404
    assert not ArticlePage.objects.filter(slug="other").exists()


def test_image_field_takes_our_own_and_no_other(editor, ours, theirs):
    assert editor.post(add_url(ours, "newspage"), form(image=image_of(ours).pk)).status_code == 302
    assert editor.post(add_url(ours, "newspage"), form(slug="b", image=image_of(theirs).pk)).status_code == 404
    assert NewsPage.objects.count() == 1


def test_preview_shows_no_foreign_picture_either(editor, ours, theirs):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "newspage", root_of(ours).pk])
    assert editor.post(url, form(image=image_of(theirs).pk)).status_code == 404


def test_consultation_takes_no_foreign_document(editor, ours, theirs):
    foreign = add_page(root_of(theirs), document_page(slug="act"))
    rows = {"documents": inline_formset([{"document": foreign.pk}]), "intro": streamfield([])}
    dates = {"opens_at": "", "closes_at": "", "act_type": "standard", "summary": ""}
    contact = {"contact_name": "", "contact_email": "", "contact_phone": ""}
    response = editor.post(add_url(ours, "consultationpage"), form(**rows, **dates, **contact))
    assert response.status_code == 404


def test_what_the_page_had_already_may_stay(editor, ours, theirs, client):
    image = image_of(ours)
    page = add_page(root_of(ours), NewsPage(title="News", slug="news", image=image), publish=False)
    image.collection = theirs.collection
    image.save()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(url, form(image=image.pk, title="Changed")).status_code == 302
    assert NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Changed"


def test_operator_is_told_that_a_document_is_another_institutions(client, ours, theirs, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("operator@example.org"))
    foreign = add_page(root_of(theirs), document_page(slug="act"))
    page = add_page(root_of(ours), consultation_page(None, slug="talk"), publish=False)
    rows = {"documents": inline_formset([{"document": foreign.pk}]), "intro": streamfield([])}
    dates = {
        "opens_at": page.opens_at.strftime("%Y-%m-%d %H:%M"),
        "closes_at": page.closes_at.strftime("%Y-%m-%d %H:%M"),
        "act_type": "standard",
        "summary": "",
    }
    contact = {"contact_name": "", "contact_email": "", "contact_phone": ""}
    data = form(**rows, **dates, **contact) | {"action-publish": "1"}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.context["form"].errors["__all__"] == ["“Draft act” is not a document of this institution."]
