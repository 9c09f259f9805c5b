"""The page types, as the public reads them."""

import datetime as dt
import json
import re
import uuid

import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.accounts.models import User
from cms.pages.models import (
    ArticlePage,
    ConsultationPage,
    ConsultationPageDocument,
    DocumentPage,
    InstitutionPage,
    NewsPage,
    PortalHomePage,
    SectionPage,
)
from cms.tenancy.services.set_up_institution import set_up_institution
from tests.factories.record import ConsultationFactory, VersionFactory

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", body(response)).split())


@pytest.fixture
def office():
    """An office that publishes in Albanian, Serbian and English; its English front page."""
    profile = set_up_institution(
        slug="office",
        name={"sq": "Zyra", "sr-latn": "Kancelarija Džambo", "en": "The Office"},
        languages=["sq", "sr-latn", "en"],
        jurisdiction="XK",
        rule_set="xk-government",
        contact={"name": "Arta Krasniqi", "email": "arta@example.org", "phone": "+383 38 200 000"},
    )
    return profile.institution


def front_page(institution, language):
    return InstitutionPage.objects.get(institution=institution, locale__language_code=language)


def add(parent, page_type, **fields):
    page = page_type(locale=parent.locale, **fields)
    parent.add_child(instance=page)
    return page


def test_portal_front_page_in_every_language(client, office):
    for language in ("en", "sq", "sr-latn", "sr", "mk"):
        response = client.get(f"/{language}/")
        assert response.status_code == 200, language
        assert f'href="/{language}/consultations/"' in body(response)


def test_portal_front_page_lists_open_consultations_institutions_and_news(client, office):
    ConsultationFactory(institution=office, titles={"en": "An open one"}, source_language="en")
    ConsultationFactory(institution=office, closed=True, titles={"en": "A closed one"}, source_language="en")
    add(front_page(office, "en"), NewsPage, title="Council met", slug="council", date=dt.date(2026, 11, 14))
    text = text_of(client.get("/en/"))
    assert "An open one" in text
    assert "A closed one" not in text
    assert "The Office" in text
    assert "14 November 2026 Council met" in text


def test_portal_front_page_empty_says_so(client):
    from cms.tenancy.services.set_up_portal import set_up_portal

    set_up_portal()
    text = text_of(client.get("/en/"))
    for sentence in (
        "No consultation is open at the moment.",
        "No institution has joined yet.",
        "There is no news yet.",
    ):
        assert sentence in text


def test_institution_page_shows_only_its_own_things(client, office):
    ConsultationFactory(titles={"en": "Somebody elses consultation"}, source_language="en")
    VersionFactory(titles={"en": "Somebody elses document"}, languages=["en"], source_language="en")
    VersionFactory(document__institution=office, titles={"en": "Our plan"}, languages=["en"], source_language="en")
    text = text_of(client.get("/en/office/"))
    assert "Our plan" in text
    assert "Somebody" not in text
    assert "arta@example.org" in text
    assert "No consultation is open at the moment." in text


def test_institution_page_empty_says_so(client, office):
    text = text_of(client.get("/en/office/"))
    assert "No document has been published yet." in text
    assert "There is no news yet." in text


def test_institution_page_in_cyrillic(client, office):
    InstitutionPage.objects.filter(institution=office).update(lead="Pišite na arta@example.org.")
    response = client.get("/sr/office/")
    assert "Канцеларија Џамбо" in text_of(response)
    assert "Пишите на arta@example.org." in text_of(response)
    assert 'href="/sr/office/"' in body(response)


def test_menu_has_the_pages_put_into_it(client, office):
    home = front_page(office, "en")
    add(home, SectionPage, title="Council", slug="council", show_in_menus=True)
    add(home, SectionPage, title="Hidden", slug="hidden")
    menu = body(client.get("/en/office/")).partition('<ul id="menu">')[2].partition("</ul>")[0]
    assert '<a href="/en/office/council/">Council</a>' in menu
    assert "Hidden" not in menu
    there = body(client.get("/en/office/council/"))
    assert '<a href="/en/office/council/" aria-current="page">Council</a>' in there


def test_section_page_lists_live_children_with_their_kind(client, office):
    section = add(front_page(office, "en"), SectionPage, title="Council", slug="council", lead="29 members.")
    add(section, ArticlePage, title="Working teams", slug="teams", lead="Four of them.")
    add(section, NewsPage, title="First meeting", slug="first", date=dt.date(2026, 3, 1))
    draft = add(section, ArticlePage, title="DRAFT ONLY", slug="draft")
    draft.unpublish()
    response = client.get("/en/office/council/")
    text = text_of(response)
    assert "29 members." in text
    assert "Working teams Four of them." in text
    assert "First meeting News item 1 March 2026" in text
    assert "DRAFT ONLY" not in text


def test_section_page_empty_says_so(client, office):
    add(front_page(office, "en"), SectionPage, title="Council", slug="council")
    assert "There is nothing in this section yet." in text_of(client.get("/en/office/council/"))


def test_article_page_has_its_body_and_the_way_to_it(client, office):
    section = add(front_page(office, "en"), SectionPage, title="Council", slug="council")
    content = json.dumps([{"type": "text", "value": "<p>Two <b>co-chairs</b>.</p>", "id": str(uuid.uuid4())}])
    add(section, ArticlePage, title="Working teams", slug="teams", body=content)
    response = client.get("/en/office/council/teams/")
    assert "<b>co-chairs</b>" in body(response)
    trail = body(response).partition('<nav class="trail"')[2].partition("</nav>")[0]
    assert '<a href="/en/office/council/">Council</a>' in trail


def test_language_switch_of_a_page_leads_to_its_translations_or_front_pages(client, office):
    home = front_page(office, "en")
    article = add(home, ArticlePage, title="Teams", slug="teams")
    albanian = article.copy_for_translation(Locale.objects.get(language_code="sq"))
    albanian.slug = "ekipet"
    albanian.save_revision().publish()
    page = body(client.get("/en/office/teams/"))
    assert '<a href="/sq/office/ekipet/" lang="sq"' in page
    assert '<a href="/mk/" lang="mk"' in page
    assert '<link rel="alternate" hreflang="sq" href="/sq/office/ekipet/">' in page
    assert 'hreflang="mk" href' not in page.partition("</head>")[0]


def test_consultation_page_shows_the_record_and_its_own_introduction(client, office):
    content = json.dumps([{"type": "text", "value": "<p>Read this first.</p>", "id": str(uuid.uuid4())}])
    page = add(
        front_page(office, "en"),
        ConsultationPage,
        title="Draft law",
        slug="draft-law",
        intro=content,
        contact_name="Named Person",
    )
    ConsultationFactory(
        uuid=page.translation_key, institution=office, titles={"en": "As recorded"}, source_language="en"
    )
    response = client.get("/en/office/draft-law/")
    assert "As recorded" in text_of(response)
    assert "Read this first." in text_of(response)
    assert "Named Person" in text_of(response)
    assert f'<link rel="canonical" href="/en/consultations/{page.translation_key}/">' in body(response)
    assert f'href="/en/consultations/{page.translation_key}/take-part/"' in body(response)


def test_document_page_shows_the_newest_version_of_the_record(client, office):
    page = add(front_page(office, "en"), DocumentPage, title="Strategy", slug="strategy", summary="In short.")
    version = VersionFactory(document__uuid=page.translation_key, document__institution=office, provisions=2)
    response = client.get("/en/office/strategy/")
    assert "In short." in text_of(response)
    for provision in version.provisions.all():
        assert f'id="p-{provision.uid}"' in body(response)


PROVISIONS = [
    {"type": "chapter", "id": str(uuid.uuid4()), "value": {"number": "1", "heading": "Beginnings"}},
    {
        "type": "article",
        "id": str(uuid.uuid4()),
        "value": {"number": "1", "heading": "Purpose", "text": "<p>To begin with.</p>"},
    },
    {"type": "paragraph", "id": str(uuid.uuid4()), "value": {"number": "1.1", "text": "<p>And so on.</p>"}},
]


def test_document_draft_is_shown_in_the_preview_as_it_would_be(client, office):
    page = add(
        front_page(office, "en"), DocumentPage, title="Strategy", slug="strategy", body=json.dumps(PROVISIONS)
    )
    User.objects.create_superuser("op@example.org", "a-long-password-1")
    client.post("/admin/login/", {"username": "op@example.org", "password": "a-long-password-1"})
    response = client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    for block in PROVISIONS:
        assert f'id="p-{block["id"]}"' in body(response)
    assert "To begin with." in text_of(response)
    assert "And so on." in text_of(response)


def test_consultation_draft_is_shown_in_the_preview_with_its_dates(client, office):
    page = add(
        front_page(office, "en"),
        ConsultationPage,
        title="Draft law",
        slug="draft-law",
        summary="What we ask.",
        opens_at=timezone.now() + dt.timedelta(days=10, minutes=5),
        closes_at=timezone.now() + dt.timedelta(days=50),
    )
    document = add(front_page(office, "en"), DocumentPage, title="The draft itself", slug="draft-itself")
    ConsultationPageDocument.objects.create(page=page, document=document)
    User.objects.create_superuser("op@example.org", "a-long-password-1")
    client.post("/admin/login/", {"username": "op@example.org", "password": "a-long-password-1"})
    text = text_of(client.get(f"/admin/pages/{page.pk}/view_draft/"))
    assert "What we ask." in text
    assert "Opens in 10 days" in text
    assert "The draft itself" in text


def test_unknown_institution_and_page_are_404(client, office):
    assert client.get("/en/nobody/").status_code == 404
    assert client.get("/en/office/nothing/").status_code == 404
    assert client.get("/mk/office/").status_code == 404


def test_portal_front_page_type_is_the_sites_root(client, office):
    assert PortalHomePage.objects.count() == 4
