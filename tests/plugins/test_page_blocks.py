"""A plugin's block in the body of pages: offered and shown where the plugin is on, and never lost."""

import json
import re
from html import unescape

import pytest
from django.core import signing
from django.core.management import call_command
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.pages.blocks.kept import SALT
from cms.pages.localise import translate_page
from cms.pages.models import ArticlePage, ConsultationPage
from consultations.activation.switching import disable_plugin, forbid_plugin, permit_plugin
from consultations.models import Consultation
from plugins.kernel.discovery import Discovery
from plugins.kernel.models import PluginFailure
from plugins.kernel.registry import registry
from tests.factories.institutions import add_page, consultation_page, document_page, make_institution, root_of
from tests.factories.laying import fresh
from tests.factories.staff import staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]

CALLOUT = "11111111-1111-4111-8111-111111111111"
HEADING = "22222222-2222-4222-8222-222222222222"


def body(words="hello", kind="dummy_callout"):
    """A heading and the dummy's block, as they are stored."""
    return json.dumps(
        [
            {"type": "heading", "value": "Ours", "id": HEADING},
            {"type": kind, "value": {"words": words}, "id": CALLOUT},
        ]
    )


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
def write(profile):
    """`write("words")`: a page with the dummy's block in its body."""

    def add(words="hello", kind="dummy_callout", slug="a"):
        return add_page(root_of(profile), ArticlePage(title="A", slug=slug, body=body(words, kind)))

    return add


@pytest.fixture
def off(profile):
    """`off()`: the institution forbids the dummy."""
    return lambda: forbid_plugin(institution=profile.institution, plugin="dummy", actor=None)


@pytest.fixture
def editor(client, profile):
    client.force_login(staff_of(profile.institution, "administrator"))
    return client


def stored(page):
    """What of the dummy's block is in the newest revision."""
    content = Page.objects.get(pk=page.pk).get_latest_revision().content["body"]
    return [block["value"] for block in json.loads(content) if block["id"] == CALLOUT]


def edit(page):
    """The address of a page's editor."""
    return f"/admin/pages/{page.pk}/edit/"


def form_of(client, page):
    """(block types that may be added, state of the children, HTML) of a page's editor."""
    answer = client.get(edit(page))
    assert answer.status_code == 200
    form = answer.context["form"]
    block = form.fields["body"].block
    addable = {kind for kind, child in block.child_blocks.items() if child.meta.group != "kept"}
    html = answer.content.decode()
    arguments = re.search(r'id="body"[^>]*data-w-block-arguments-value="([^"]*)"', html).group(1)
    return addable, json.loads(unescape(arguments))[0], unescape(html)


def post(client, page, children):
    """Send the editor's form with these children of the body: (type, value, id)."""
    fields = {"title": "A", "slug": page.slug, "lead": "", "body": streamfield([child[:2] for child in children])}
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    posted = nested_form_data(fields | {"comments": comments})
    ids = {f"body-{number}-id": uid for number, (_kind, _value, uid) in enumerate(children)}
    return client.post(edit(page), posted | ids)


def save(client, page, children):
    """Save a draft of the page with these children; the page as it is then."""
    answer = post(client, page, children)
    assert answer.status_code == 302, answer.context["form"].errors
    return Page.objects.get(pk=page.pk).specific


def from_state(state):
    """Children as the editor would send them, unchanged."""
    return [(child["type"], child["value"], child["id"]) for child in state]


def test_block_is_shown_where_its_plugin_is_on_and_nowhere_else(client, write, off):
    page = write()
    content = client.get(page.url).content.decode()
    assert '<div class="w-block-dummy_callout block-dummy_callout"><p>dummy block: hello</p>' in content
    off()
    content = client.get(page.url).content.decode()
    assert "Ours" in content
    assert "dummy" not in content


def test_block_is_in_the_content_api_where_its_plugin_is_on_and_nowhere_else(client, write, off):
    address = f"/api/v2/pages/{write().pk}/"
    shown = client.get(address).json()["body"]
    assert [(block["type"], block["value"]) for block in shown] == [
        ("heading", "Ours"),
        ("dummy_callout", "dummy block: hello"),
    ]
    off()
    assert [block["type"] for block in client.get(address).json()["body"]] == ["heading"]


def test_block_of_a_consultation_follows_the_consultation(client, profile):
    document = add_page(root_of(profile), document_page())
    page = add_page(root_of(profile), consultation_page(document, intro=body()))
    assert "dummy block: hello" in client.get(page.url).content.decode()
    consultation = Consultation.objects.get(uuid=page.translation_key)
    disable_plugin(consultation=consultation, plugin="dummy", actor=None)
    assert "dummy" not in client.get(page.url).content.decode()
    assert "dummy" not in client.get(f"/api/v2/pages/{page.pk}/").content.decode()
    assert ConsultationPage.objects.get(pk=page.pk).intro[1].value["words"] == "hello"


@pytest.mark.parametrize("words", ["dummy: raise", "dummy: unreadable"])
def test_block_that_fails_is_left_out_of_its_page_and_counted(client, write, words):
    page = write(words)
    for address in (page.url, f"/api/v2/pages/{page.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Ours" in answer.content.decode()
        assert "dummy block" not in answer.content.decode()
    assert PluginFailure.objects.get(plugin="dummy").last_contribution == "dummy/page.block/CalloutBlock"


def test_words_of_a_block_are_in_no_index_of_pages(write):
    page = write()
    assert page.body.stream_block.get_searchable_content(page.body) == ["Ours"]


def test_block_is_offered_and_edited_where_its_plugin_is_on(editor, write):
    page = write()
    addable, state, _html = form_of(editor, page)
    assert "dummy_callout" in addable
    assert state[1]["value"] == {"words": "hello"}
    changed = [*from_state(state[:1]), ("dummy_callout", {"words": "changed"}, CALLOUT)]
    save(editor, page, changed)
    assert stored(page) == [{"words": "changed"}]


def test_block_of_a_plugin_that_is_off_is_not_offered_and_kept_as_it_is(editor, write, off):
    page = write()
    off()
    addable, state, html = form_of(editor, page)
    assert "dummy_callout" not in addable
    assert "Part of a plugin: dummy_callout" in html
    assert "hello" not in json.dumps(state)
    saved = save(editor, page, [("heading", "Changed", HEADING), *from_state(state[1:])])
    assert stored(page) == [{"words": "hello"}]
    assert saved.get_latest_revision_as_object().body[0].value == "Changed"


def test_editor_may_take_a_kept_block_out(editor, write, off):
    page = write()
    off()
    save(editor, page, [("heading", "Alone", HEADING)])
    assert stored(page) == []


def test_block_of_a_package_that_is_gone_is_kept_and_named(editor, client, write):
    page = write("words of a package", kind="gone_thing")
    assert "words of a package" not in client.get(page.url).content.decode()
    addable, state, html = form_of(editor, page)
    assert "gone_thing" not in addable
    assert "Part of a plugin: gone_thing" in html
    save(editor, page, [("heading", "Changed", HEADING), *from_state(state[1:])])
    assert stored(page) == [{"words": "words of a package"}]


def test_block_its_plugin_cannot_read_is_kept(editor, write):
    page = write("dummy: unreadable")
    addable, state, _html = form_of(editor, page)
    assert "dummy_callout" not in addable
    save(editor, page, [("heading", "Changed", HEADING), *from_state(state[1:])])
    assert stored(page) == [{"words": "dummy: unreadable"}]


def test_plugin_that_fails_to_check_its_block_is_told_beside_it(editor, write):
    page = write()
    answer = post(
        editor, page, [("heading", "Ours", HEADING), ("dummy_callout", {"words": "dummy: unchecked"}, CALLOUT)]
    )
    assert answer.status_code == 200
    [error] = answer.context["form"].errors["body"].as_data()
    assert list(error.block_errors) == [1]
    assert error.block_errors[1].messages == ["The plugin failed to check this part. It was not saved."]
    assert PluginFailure.objects.filter(plugin="dummy").exists()


def test_page_that_is_only_saved_by_program_keeps_what_it_does_not_know(write):
    page = write(kind="gone_thing")
    page.title = "Another"
    page.save_revision().publish()
    assert stored(page) == [{"words": "hello"}]
    assert ArticlePage.objects.get(pk=page.pk).body.get_prep_value()[1]["value"] == {"words": "hello"}


FORGED = ["", "nonsense", signing.dumps(["other_type", {"words": "forged"}], salt=SALT)]


@pytest.mark.parametrize("forged", FORGED, ids=["empty", "nonsense", "of another type"])
def test_block_that_was_never_there_cannot_be_written_past_its_plugin(editor, write, forged):
    page = write(kind="heading_only")
    save(editor, page, [("heading", "Ours", HEADING), ("gone_thing", forged, CALLOUT)])
    assert stored(page) == []


@pytest.mark.parametrize("forged", FORGED, ids=["empty", "nonsense", "of another type"])
def test_kept_block_cannot_be_replaced(editor, write, forged):
    page = write(kind="gone_thing")
    answer = post(editor, page, [("heading", "Ours", HEADING), ("gone_thing", forged, CALLOUT)])
    assert answer.status_code == 200
    assert "This part could not be kept. Open the page again." in unescape(answer.content.decode())
    assert stored(page) == [{"words": "hello"}]


def test_what_is_typed_while_the_plugin_is_switched_off_is_not_lost(editor, write, off):
    page = write()
    off()
    typed = [("heading", "Ours", HEADING), ("dummy_callout", {"words": "typed meanwhile"}, CALLOUT)]
    save(editor, page, typed)
    assert stored(page) == [{"words": "typed meanwhile"}]


def test_words_of_a_block_are_translated_and_synchronised(client, write, profile):
    page = write()
    translated = translate_page(page, "sq", {"Ours": "Tonat", "hello": "përshëndetje"})
    assert "dummy block: përshëndetje" in client.get(translated.url).content.decode()


def test_block_of_a_package_that_is_gone_does_not_break_translations(write):
    page = write(kind="gone_thing")
    translated = translate_page(page, "sq", {"Ours": "Tonat"})
    assert translated.body[0].value == "Tonat"
    assert translated.body.get_prep_value()[1]["value"] == {"words": "hello"}
    again = translate_page(page, "sq", {"Ours": "Tonat tona"})
    assert again.body[0].value == "Tonat tona"


@pytest.mark.parametrize("kind", ["dummy_callout", "gone_thing"])
def test_translators_page_opens_whatever_became_of_the_plugin(editor, write, off, kind):
    translated = translate_page(write(kind=kind), "sq", {"Ours": "Tonat"})
    assert "Tonat" in editor.get(edit(translated)).content.decode()
    off()
    assert "Tonat" in editor.get(edit(translated)).content.decode()


def test_translations_go_on_where_the_plugin_is_off(write, off):
    page = write()
    off()
    translated = translate_page(page, "sq", {"Ours": "Tonat", "hello": "përshëndetje"})
    assert translated.body[1].value["words"] == "përshëndetje"


def test_migrations_do_not_know_plugins_blocks():
    assert "dummy_callout" in ArticlePage._meta.get_field("body").stream_block.child_blocks
    call_command("makemigrations", "pages", "--check", "--dry-run")
    with registry.using(Discovery()):
        assert "dummy_callout" not in ArticlePage._meta.get_field("body").stream_block.child_blocks
        call_command("makemigrations", "pages", "--check", "--dry-run")


def test_revisions_with_kept_blocks_can_be_compared(editor, write, off):
    page = write()
    off()
    page.save_revision()
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)
    answer = editor.get(f"/admin/pages/{page.pk}/revisions/compare/{first}...{second}/")
    assert answer.status_code == 200


def test_page_without_blocks_of_plugins_asks_nothing_about_them(write, django_assert_num_queries):
    page = ArticlePage(title="B", slug="b", body=json.dumps([{"type": "heading", "value": "Ours", "id": HEADING}]))
    with django_assert_num_queries(0):
        assert "Ours" in page.body.render_as_block({"page": page})
