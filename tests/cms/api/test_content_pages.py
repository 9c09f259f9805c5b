"""The content API: what is live and public, in a form a front end can render; drafts only with a token."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.urls import reverse
from freezegun import freeze_time
from wagtail.models import PageViewRestriction

from cms.pages.localise import translate_page
from cms.pages.models import ArticlePage, DocumentPage, SectionPage
from cms.pages.preview_tokens import make_token
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
PAGES = "/api/v2/pages/"


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def profile(laid):
    """An institution to publish in."""
    return fresh(laid)


@pytest.fixture
def article(profile) -> ArticlePage:
    """A live page with rich text that links to another page."""
    root = root_of(profile)
    body = [("text", f'<p>See <a linktype="page" id="{root.pk}">us</a>.</p>'), ("heading", "Fish & chips")]
    return add_page(root, ArticlePage(title="About", slug="about", lead="Who we are", body=body))


def titles(response) -> list[str]:
    """Titles of a listing."""
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


def test_listing_has_live_pages_of_one_language(client, profile, article):
    translate_page(article, "sq", {"About": "Rreth nesh"})
    assert titles(client.get(PAGES, {"locale": "sq", "type": "pages.ArticlePage"})) == ["Rreth nesh"]
    assert titles(client.get(PAGES, {"locale": "en", "type": "pages.ArticlePage"})) == ["About"]


def test_detail_has_rendered_rich_text(client, article):
    page = client.get(f"{PAGES}{article.pk}/").json()
    assert page["lead"] == "Who we are"
    assert [block["value"] for block in page["body"]] == [
        '<p>See <a href="/en/alfa/" rel="noopener noreferrer">us</a>.</p>',
        "Fish & chips",
    ]
    assert page["meta"]["translation_key"] == str(article.translation_key)


def test_document_has_its_structure(client, profile):
    page = add_page(root_of(profile), document_page(slug="act", summary="What it does"))
    chapter, first, second = (block.id for block in page.body)
    body = client.get(f"{PAGES}{page.pk}/").json()
    assert (body["kind"], body["summary"]) == ("draft_act", "What it does")
    assert body["provisions"] == [
        {
            "uid": chapter,
            "kind": "chapter",
            "number": "I",
            "heading": "General",
            "html": "",
            "parent": None,
            "depth": 0,
        },
        {
            "uid": first,
            "kind": "article",
            "number": "1",
            "heading": "Purpose",
            "html": "<p>Why this act.</p>",
            "parent": chapter,
            "depth": 1,
        },
        {
            "uid": second,
            "kind": "article",
            "number": "2",
            "heading": "Terms",
            "html": "<p>What words mean.</p>",
            "parent": chapter,
            "depth": 1,
        },
    ]


def test_provision_html_is_sanitised(client, profile):
    hostile = '<p onclick="x()">a<script>alert(1)</script></p><img src="javascript:1">'
    page = add_page(root_of(profile), document_page(("note", {"text": hostile}), slug="act"))
    (provision,) = client.get(f"{PAGES}{page.pk}/").json()["provisions"]
    assert provision["html"] == "<p>a</p><img>"


def test_table_is_served_as_a_table(client, profile):
    table = {
        "columns": [{"type": "text", "heading": "Area"}, {"type": "number", "heading": "Sum"}],
        "rows": [{"values": ["Youth <b>", "12.5"]}],
        "caption": "Funds",
    }
    stream = DocumentPage._meta.get_field("body").stream_block
    body = stream.to_python(
        [{"type": "table", "value": {"table": table}, "id": "33333333-3333-4333-8333-333333333333"}]
    )
    page = add_page(root_of(profile), DocumentPage(title="Plan", slug="plan", body=body))
    (provision,) = client.get(f"{PAGES}{page.pk}/").json()["provisions"]
    assert provision["html"] == (
        '<table><caption>Funds</caption><thead><tr><th scope="col">Area</th><th scope="col">Sum</th></tr></thead>'
        "<tbody><tr><td>Youth &lt;b&gt;</td><td>12.5</td></tr></tbody></table>"
    )


def test_consultation_names_its_documents_and_dates(client, profile):
    document = add_page(root_of(profile), document_page(slug="act"))
    page = add_page(root_of(profile), consultation_page(document, slug="talk", contact_name="Ana"))
    body = client.get(f"{PAGES}{page.pk}/").json()
    assert body["consulted"] == [{"uuid": str(document.translation_key), "title": "Draft act"}]
    assert datetime.fromisoformat(body["opens_at"]) == page.opens_at
    assert body["contact_name"] == "Ana"


def test_institution_page_names_its_institution(client, profile):
    body = client.get(f"{PAGES}{root_of(profile).pk}/").json()
    assert body["institution"] == {"uuid": str(profile.institution.uuid), "slug": "alfa"}


@pytest.mark.parametrize("how", ["draft", "unpublished", "private", "below private"])
def test_what_is_not_public_is_nowhere(client, profile, article, how):
    section = add_page(root_of(profile), SectionPage(title="Secret section", slug="secret"))
    page = add_page(section, ArticlePage(title="Secret", slug="page"), publish=how != "draft")
    if how == "unpublished":
        page.unpublish()
    elif how in ("private", "below private"):
        restriction = PageViewRestriction.objects.create(
            page=page if how == "private" else section, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name="insiders"))
    client.force_login(make_person(profile, Role.EDITOR))
    assert "Secret" not in titles(client.get(PAGES, {"limit": 100}))
    assert "Secret" not in titles(client.get(PAGES, {"search": "Secret", "type": "pages.ArticlePage"}))
    assert "Secret" not in titles(client.get(PAGES, {"descendant_of": root_of(profile).pk}))
    assert client.get(f"{PAGES}{page.pk}/").status_code == 404
    assert client.get(f"{PAGES}find/", {"id": page.pk}).status_code == 404
    assert client.get(f"{PAGES}find/", {"html_path": "/en/alfa/secret/page/"}).status_code == 404


def test_no_field_beyond_the_public_ones(client, article):
    page = client.get(f"{PAGES}{article.pk}/", {"fields": "*"}).json()
    assert set(page) == {"id", "meta", "title", "lead", "body"}
    assert set(page["meta"]) == {
        "type",
        "detail_url",
        "html_url",
        "slug",
        "show_in_menus",
        "seo_title",
        "search_description",
        "first_published_at",
        "last_published_at",
        "alias_of",
        "parent",
        "locale",
        "translation_key",
    }
    for hidden in ("owner", "draft_title", "latest_revision_created_at", "locked_by"):
        assert client.get(f"{PAGES}{article.pk}/", {"fields": hidden}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"},
        {"owner": "1"},
        {"limit": "101"},
        {"limit": "-1"},
        {"limit": "many"},
        {"offset": "x"},
        {"offset": "9" * 30},
        {"order": "owner"},
        {"order": "title;drop"},
        {"type": "accounts.User"},
        {"type": "pages.Nothing"},
        {"child_of": "x"},
        {"child_of": "999999"},
        {"descendant_of": "9" * 30},
        {"locale": "xx"},
        {"fields": "(("},
        {"site": "nowhere.example"},
        {"translation_key": "not-a-uuid"},
        {"first_published_at": "yesterday"},
        {"id": "9" * 30},
    ],
    ids=lambda query: next(iter(query.items()))[0] + "=" + next(iter(query.values()))[:10],
)
def test_query_that_cannot_be_meant_is_a_problem(client, article, query):
    response = client.get(PAGES, query)
    if "id" in query:
        assert titles(response) == []
        return
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert (response.json()["status"], response.json()["type"]) == (400, "urn:kuvend:problem:invalid_query")


def test_find_by_something_that_is_no_number_is_a_problem(client, article):
    assert client.get(f"{PAGES}find/", {"id": "all"}).status_code == 400


def test_order_and_limit(client, profile):
    for title in ("Beta", "Alpha", "Gamma"):
        add_page(root_of(profile), ArticlePage(title=title, slug=title.lower()))
    query = {"type": "pages.ArticlePage", "order": "title", "limit": 2}
    assert titles(client.get(PAGES, query)) == ["Alpha", "Beta"]
    assert titles(client.get(PAGES, {**query, "offset": 2})) == ["Gamma"]
    assert titles(client.get(PAGES, {**query, "order": "-title"})) == ["Gamma", "Beta"]


@pytest.mark.parametrize("count", [1, 3])
def test_listing_asks_the_same_number_of_queries_for_any_number_of_pages(
    client, profile, count, django_assert_max_num_queries
):
    for number in range(count):
        add_page(root_of(profile), ArticlePage(title=f"Page {number}", slug=f"page-{number}"))
    client.get(PAGES)
    with django_assert_max_num_queries(13):  # one of them for the plugins with page types, however many
        response = client.get(PAGES, {"type": "pages.ArticlePage"})
    assert len(response.json()["items"]) == count


def test_draft_is_read_with_the_token_of_its_revision(client, article):
    draft = article.get_latest_revision_as_object()
    draft.title = "About us, soon"
    revision = draft.save_revision()
    response = client.get(f"{PAGES}preview/", {"token": make_token(revision)})
    assert (response.status_code, response.json()["title"]) == (200, "About us, soon")
    assert "no-store" in response["Cache-Control"]
    assert client.get(f"{PAGES}{article.pk}/").json()["title"] == "About"


def test_token_shows_its_own_revision_and_no_later_one(client, article):
    draft = article.get_latest_revision_as_object()
    draft.title = "First draft"
    token = make_token(draft.save_revision())
    draft.title = "Second draft"
    draft.save_revision()
    assert client.get(f"{PAGES}preview/", {"token": token}).json()["title"] == "First draft"


def test_draft_of_a_page_never_published_is_read_with_a_token(client, profile):
    page = add_page(root_of(profile), document_page(slug="act"), publish=False)
    response = client.get(f"{PAGES}preview/", {"token": make_token(page.get_latest_revision())})
    assert [provision["heading"] for provision in response.json()["provisions"]] == ["General", "Purpose", "Terms"]


def test_token_expires(client, article):
    token = make_token(article.save_revision())
    with freeze_time(datetime.now(UTC) + timedelta(hours=25)):
        response = client.get(f"{PAGES}preview/", {"token": token})
    assert (response.status_code, response.json()["type"]) == (410, "urn:kuvend:problem:preview_expired")


@pytest.mark.parametrize(
    "token",
    ["", "x", "a:b:c", signing.dumps([1, 1], salt="elsewhere"), signing.dumps("x", salt="kuvend.preview")],
    ids=["none", "nonsense", "forged", "signed for something else", "of another shape"],
)
def test_token_we_did_not_make_shows_nothing(client, article, token):
    response = client.get(f"{PAGES}preview/", {"token": token})
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"


def test_token_is_bound_to_page_and_revision(client, profile, article):
    other = add_page(root_of(profile), ArticlePage(title="Other", slug="other"), publish=False)
    mixed = signing.dumps([article.pk, other.get_latest_revision().pk], salt="kuvend.preview")
    assert client.get(f"{PAGES}preview/", {"token": mixed}).status_code == 404


def test_token_of_a_deleted_page_shows_nothing(client, article):
    token = make_token(article.save_revision())
    article.delete()
    assert client.get(f"{PAGES}preview/", {"token": token}).status_code == 404


def test_editor_makes_the_link_in_the_admin(client, profile, article):
    client.force_login(make_person(profile, Role.EDITOR))
    response = client.get(reverse("kuvend_preview_link", args=[article.pk]))
    link = re.search(
        r'value="(http://testserver(/api/v2/pages/preview/\?token=[^"]+))"', response.content.decode()
    )
    assert client.get(link[2]).json()["title"] == "About"
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert reverse("kuvend_preview_link", args=[article.pk]) in edit.content.decode()


@pytest.mark.parametrize(("role", "status"), [(Role.MODERATOR, 302), (Role.OFFICIAL, 302)])
def test_who_may_not_edit_the_page_makes_no_link(client, profile, article, role, status):
    client.force_login(make_person(profile, role))
    response = client.get(reverse("kuvend_preview_link", args=[article.pk]))
    assert response.status_code == status
    assert "token" not in response.headers.get("Location", "")


def test_another_institutions_editor_makes_no_link(client, article):
    client.force_login(make_person(make_institution("beta"), Role.EDITOR))
    assert client.get(reverse("kuvend_preview_link", args=[article.pk])).status_code == 404
