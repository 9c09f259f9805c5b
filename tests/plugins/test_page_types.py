"""A plugin's page type: below institutions where the plugin is on, not found elsewhere; a class that is gone."""

from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import RequestFactory
from kuvend_dummy.models import LeafletPage, Note
from wagtail.models import Page

from cms.pages import plugin_types
from cms.pages.localise import translate_page
from cms.pages.models import ArticlePage, InstitutionPage, SectionPage
from cms.pages.preview_tokens import make_token
from cms.tenancy.services.set_up_portal import set_up_portal
from consultations.activation.switching import forbid_plugin, permit_plugin
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.models import PluginFailure
from plugins.kernel.registry import registry
from plugins.testing.conformance.manifest import foreign_constraints, foreign_relations
from tests.factories.institutions import add_page, make_institution, root_of
from tests.factories.laying import fresh
from tests.factories.staff import staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def profile(laid):
    """An institution that permits the dummy."""
    made = fresh(laid)
    permit_plugin(institution=made.institution, plugin="dummy", actor=None)
    return made


@pytest.fixture
def root(profile):
    return root_of(profile)


@pytest.fixture
def off(profile):
    """`off()`: the institution forbids the dummy."""
    return lambda: forbid_plugin(institution=profile.institution, plugin="dummy", actor=None)


@pytest.fixture
def editor(client, profile):
    client.force_login(staff_of(profile.institution, "administrator"))
    return client


def leaflet(root, words="hello", **fields):
    """A live page of the dummy's type."""
    return add_page(root, LeafletPage(title="Leaflet", slug="leaflet", words=words, **fields))


def made_gone(page):
    """The page, of a class that is no longer there."""
    gone = ContentType.objects.create(app_label="gone_plugin", model="gonepage")
    Page.objects.filter(pk=page.pk).update(content_type=gone)
    return Page.objects.get(pk=page.pk)


def offered(client, parent):
    """Whether the admin offers to add a leaflet below a page."""
    answer = client.get(f"/admin/pages/{parent.pk}/add_subpage/")
    return "dummy leaflet" in answer.content.decode().lower()


def test_page_is_there_where_its_plugin_is_on_and_gone_where_it_is_off(client, root, off):
    page = leaflet(root, show_in_menus=True)
    assert "dummy leaflet: hello" in client.get(page.url).content.decode()
    assert ">Leaflet<" in client.get(root.url).content.decode()
    off()
    assert client.get(page.url).status_code == 404
    assert "Leaflet" not in client.get(root.url).content.decode()
    assert "Leaflet" not in client.get(f"/en/consultations/?institution={root.slug}").content.decode()


def test_page_is_in_the_list_of_its_section_where_its_plugin_is_on(client, root, off):
    section = add_page(root, SectionPage(title="Section", slug="section"))
    leaflet(section)
    assert "Leaflet" in client.get(section.url).content.decode()
    off()
    assert "Leaflet" not in client.get(section.url).content.decode()


def test_page_is_in_the_content_api_where_its_plugin_is_on(client, root, off):
    page, other = leaflet(root), make_institution("beta")
    permit_plugin(institution=other.institution, plugin="dummy", actor=None)
    theirs = leaflet(root_of(other))

    def listed():
        return {item["id"] for item in client.get("/api/v2/pages/?limit=100").json()["items"]}

    detail = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert (detail["meta"]["type"], detail["words"]) == ("dummy.LeafletPage", "hello")
    assert {page.pk, theirs.pk} <= listed()
    preview = f"/api/v2/pages/preview/?token={make_token(page.get_latest_revision())}"
    assert client.get(preview).status_code == 200
    off()
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404
    assert client.get(f"/api/v2/pages/find/?html_path={page.url}").status_code == 404
    assert client.get(preview).status_code == 404
    assert listed() & {page.pk, theirs.pk} == {theirs.pk}


def test_page_is_in_a_sitemap_where_its_plugin_is_on(root, off):
    page = leaflet(root)
    request = RequestFactory().get("/")
    assert len(page.get_sitemap_urls(request)) == 1
    off()
    assert page.get_sitemap_urls(request) == []


def test_page_is_offered_only_where_its_plugin_is_on(editor, root, off):
    assert offered(editor, root)
    assert editor.get(f"/admin/pages/add/dummy/leafletpage/{root.pk}/").status_code == 200
    off()
    assert not offered(editor, root)
    assert LeafletPage.can_create_at(root) is False
    assert editor.get(f"/admin/pages/add/dummy/leafletpage/{root.pk}/").status_code == 302


def test_page_lies_below_institutions_and_sections_only(root):
    article = add_page(root, ArticlePage(title="A", slug="a"))
    section = add_page(root, SectionPage(title="S", slug="s"))
    beyond = add_page(set_up_portal(), SectionPage(title="P", slug="p"))
    assert [LeafletPage.can_create_at(place) for place in (root, section)] == [True, True]
    assert [LeafletPage.can_create_at(place) for place in (article, beyond, set_up_portal())] == [False] * 3
    assert leaflet(root).can_move_to(section) is True


def test_page_moves_to_no_institution_where_its_plugin_is_off(root):
    other = make_institution("beta")
    forbid_plugin(institution=other.institution, plugin="dummy", actor=None)
    assert leaflet(root).can_move_to(root_of(other)) is False


def test_page_that_fails_is_answered_plainly_and_counted(client, root):
    page = leaflet(root, words="dummy: raise")
    assert client.get(page.url).status_code == 503
    assert PluginFailure.objects.filter(plugin="dummy").count() == 1


def test_page_is_edited_and_kept_where_its_plugin_is_off(editor, root, off):
    page = leaflet(root)
    off()
    assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert editor.get(f"/admin/pages/{root.pk}/").status_code == 200
    assert LeafletPage.objects.get(pk=page.pk).words == "hello"


def test_page_is_translated(client, root):
    translated = translate_page(leaflet(root), "sq", {"hello": "përshëndetje"})
    assert translated.words == "përshëndetje"
    assert "dummy leaflet: përshëndetje" in client.get(translated.url).content.decode()


def test_page_whose_class_is_gone_is_nowhere_on_the_site(client, root):
    page = add_page(root, ArticlePage(title="Orphan", slug="orphan", show_in_menus=True))
    url = page.url
    made_gone(page)
    assert client.get(url).status_code == 404
    assert "Orphan" not in client.get(root.url).content.decode()
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404
    assert page.pk not in {item["id"] for item in client.get("/api/v2/pages/?limit=100").json()["items"]}


def test_page_whose_class_is_gone_leaves_the_admin_usable(editor, root):
    section = add_page(root, SectionPage(title="Section", slug="section"))
    page = made_gone(add_page(section, ArticlePage(title="Orphan", slug="orphan")))
    listing = editor.get(f"/admin/pages/{section.pk}/")
    assert listing.status_code == 200
    assert "Orphan" in listing.content.decode()
    for view in ("edit", "delete", "copy", "move", "view_draft", "history"):
        answer = editor.get(f"/admin/pages/{page.pk}/{view}/", follow=True)
        assert answer.redirect_chain[-1] == (f"/admin/pages/{section.pk}/", 302), view
        assert "is not installed. The page stays as it is." in answer.content.decode()


def test_title_of_a_page_whose_class_is_gone_is_for_its_own_people(client, root):
    page = made_gone(add_page(root, ArticlePage(title="Orphan", slug="orphan")))
    address = f"/admin/pages/{page.pk}/edit/"
    asked = client.get(address)
    assert asked["Location"] == f"/admin/login/?next={address}"
    assert "messages" not in asked.cookies
    client.force_login(staff_of(make_institution("beta").institution, "administrator"))
    refused = client.get(address)
    assert refused.status_code == 404
    assert "messages" not in refused.cookies


def test_page_whose_class_is_gone_is_not_deleted_with_what_lies_above(editor, root):
    section = add_page(root, SectionPage(title="Section", slug="section"))
    page = made_gone(add_page(section, ArticlePage(title="Orphan", slug="orphan")))
    editor.post(f"/admin/pages/{section.pk}/delete/")
    editor.post(f"/admin/bulk/wagtailcore/page/delete/?id={section.pk}")
    assert Page.objects.filter(pk__in=[section.pk, page.pk]).count() == 2


def test_section_without_such_pages_is_deleted(editor, root):
    section = add_page(root, SectionPage(title="Section", slug="section"))
    editor.post(f"/admin/pages/{section.pk}/delete/")
    assert not Page.objects.filter(pk=section.pk).exists()


@pytest.mark.parametrize("handler", ["kuvend_dummy.models:Note", "cms.pages.models:ArticlePage"])
def test_plugin_whose_page_type_is_none_is_quarantined(handler):
    manifest = PluginManifest(
        slug="ant",
        version="1",
        requires_api=">=1",
        app="kuvend_dummy",
        name={"en": "Ant"},
        description={"en": "Ant"},
        contributions=(Contribution(point="page.type", handler=handler),),
    )
    with registry.using(Discovery(plugins=(LoadedPlugin("ant", manifest),))):
        assert dict(plugin_types.plugin_types()) == {}
        [entry] = registry.quarantined
        assert entry.reason == f"page.type {handler}: is no page type made from plugins.api.pages.PluginPage"


def test_types_of_a_plugin_that_failed_to_load_are_forgotten():
    half_made = SimpleNamespace(_meta=SimpleNamespace(app_label="dummy", model_name="leafletpage"))
    models = [InstitutionPage, half_made, LeafletPage]
    plugin_types.forget_half_made_types(models)
    assert models == [InstitutionPage, LeafletPage]


def test_page_type_is_no_foreign_relation():
    assert foreign_relations("dummy") == []
    assert foreign_constraints("dummy") == []
    assert Note._meta.permissions == []


def test_migrations_of_a_page_type_are_complete():
    call_command("makemigrations", "dummy", "--check", "--dry-run")
