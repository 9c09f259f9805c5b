"""What somebody may not do to their own institution's pages either, and what they may."""

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import SegmentOverride, Translation, TranslationSource

from cms.pages.localise import translate_page
from cms.pages.models import ArticlePage, NewsPage, SectionPage
from cms.tenancy.models import Role
from tests.cms.pages.test_foreign_references import image_of
from tests.factories.institutions import add_page, make_institution, make_person, root_of
from tests.factories.laying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(lambda: make_institution("alfa"))


@pytest.fixture
def ours(laid):
    """The institution of whoever asks."""
    return fresh(laid)


@pytest.fixture
def article(ours) -> ArticlePage:
    """A live page of ours."""
    return add_page(root_of(ours), ArticlePage(title="About", slug="about"))


def sign_in(client, profile, role):
    """Somebody with the role, signed in."""
    client.force_login(make_person(profile, role))
    return client


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_root_page_stays_where_it_is(client, ours, article, action):
    sign_in(client, ours, Role.ADMINISTRATOR)
    url = f"wagtailadmin_pages:{action}"
    assert client.get(reverse(url, args=[article.pk])).status_code == 200
    root = root_of(ours)
    assert client.post(reverse(url, args=[root.pk])).status_code == 404
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    assert client.post(f"{bulk}?id={root.pk}").status_code == 404
    assert client.get(f"{bulk}?id={article.pk}").status_code == 200
    assert root_of(ours).live


def test_root_pages_address_is_not_in_its_form(client, ours):
    sign_in(client, ours, Role.ADMINISTRATOR)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[root_of(ours).pk]))
    assert "slug" not in response.context["form"].fields


def test_page_is_translated_into_the_institutions_languages_only(client, ours, article):
    sign_in(client, ours, Role.EDITOR)
    url = reverse("wagtail_localize:submit_page_translation", args=[article.pk])
    offered = client.get(url).context["form"].fields["locales"].queryset
    assert set(offered.values_list("language_code", flat=True)) == {"sq", "mk"}
    serbian = Locale.objects.get(language_code="sr-latn")
    assert client.post(url, {"locales": [serbian.pk]}).status_code == 200
    assert not article.has_translation(serbian)


def test_translation_begins_as_a_draft(client, ours, article):
    sign_in(client, ours, Role.EDITOR)
    albanian = Locale.objects.get(language_code="sq")
    url = reverse("wagtail_localize:submit_page_translation", args=[article.pk])
    assert client.post(url, {"locales": [albanian.pk]}).status_code == 302
    assert not article.get_translation(albanian).live


def test_editor_updates_translations_and_only_a_reviewer_publishes_them(client, ours, article):
    translate_page(article, "sq", {"About": "Rreth nesh"})
    source = TranslationSource.objects.get(object_id=article.translation_key)
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    sign_in(client, ours, Role.EDITOR)
    assert client.post(url, {}).status_code == 302
    refused = client.post(url, {"publish_translations": "on"})
    assert refused.status_code == 302
    assert refused["Location"] == reverse("wagtailadmin_home")
    sign_in(client, ours, Role.REVIEWER)
    assert client.post(url, {"publish_translations": "on"})["Location"] != reverse("wagtailadmin_home")


def test_translator_puts_only_own_pictures_in_place_of_the_sources(client, ours):
    theirs = make_institution("beta")
    page = add_page(root_of(ours), NewsPage(title="News", slug="news", image=image_of(ours)))
    translate_page(page, "sq", {"News": "Lajme"})
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = translation.source.overridablesegment_set.get(context__path="image")
    url = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    sign_in(client, ours, Role.EDITOR)

    def put(key: int) -> int:
        data = encode_multipart(BOUNDARY, {"value": str(key)})
        return client.put(url, data, content_type=MULTIPART_CONTENT).status_code

    assert put(image_of(theirs).pk) == 404
    assert not SegmentOverride.objects.exists()
    own = image_of(ours)
    assert put(own.pk) == 201
    assert SegmentOverride.objects.get().data == str(own.pk)


def test_page_below_the_portal_takes_no_address_of_the_sites_own(client, ours, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("operator@example.org"))
    portal = root_of(ours).get_parent()
    url = reverse("wagtailadmin_pages:add", args=["pages", "sectionpage", portal.pk])
    form = nested_form_data(
        {
            "title": "Consultations",
            "slug": "consultations",
            "lead": "",
            "body": streamfield([]),
            "comments": inline_formset([]),
            "comment_notifications": "",
            "go_live_at": "",
            "expire_at": "",
            "seo_title": "",
            "search_description": "",
        }
    )
    response = client.post(url, form)
    assert response.context["form"].errors["slug"] == ["This is part of the site's own addresses. Choose another."]
    assert client.post(url, form | {"slug": "about-us"}).status_code == 302
    assert SectionPage.objects.get().slug == "about-us"


def test_explorer_leads_to_ones_own_root_and_shows_no_sibling(client, ours):
    make_institution("beta")
    sign_in(client, ours, Role.EDITOR)
    for language in ("en", "sq"):
        portal = Page.objects.get(pk=root_of(ours, language).get_parent().pk)
        response = client.get(reverse("wagtailadmin_explore", args=[portal.pk]))
        assert [page.slug for page in response.context["pages"]] == ["alfa"]


def test_front_page_counts_ones_own_pages(client, ours, article):
    make_institution("beta")
    sign_in(client, ours, Role.EDITOR)
    content = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "4 Pages" in content  # three root pages and the article
