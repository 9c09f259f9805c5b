"""Each check of the conformance suite objects to a plugin that breaks its rule, and names what and where."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db.models.signals import post_save

from consultations.models import Submission
from plugins.kernel.manifest import PersonalDataDeclaration
from plugins.testing.conformance import conformance
from plugins.testing.conformance.absence import absence_objections
from plugins.testing.conformance.accessibility import html_objections, inaccessible
from plugins.testing.conformance.answering import failing, growing
from plugins.testing.conformance.escaping import unescaped, unsafe_marks
from plugins.testing.conformance.imports import forbidden_imports
from plugins.testing.conformance.leaks import leaks
from plugins.testing.conformance.manifest import foreign_constraints, foreign_relations, manifest_objections
from plugins.testing.conformance.migrations import migration_objections, tables, undone_and_done
from plugins.testing.conformance.off import off_objections
from plugins.testing.conformance.personal import personal_data_objections
from plugins.testing.conformance.translations import marked_texts, untranslated, untranslated_texts
from search import sources
from tests.plugins.testing import specimens
from tests.plugins.testing.trying import HERE, specimen

NOTES = PersonalDataDeclaration(model="dummy.Note", fields=("participant", "word"), purpose={"en": "To try."})

pytestmark = pytest.mark.usefixtures("no_failures")


@pytest.mark.django_db
def test_failing_slot_and_page_are_told(operator):
    with specimen(("consultation.discussion", "raising"), ("site.urls", "failing_urls")) as subject:
        found = failing(subject, subject.world("testville"), operator)
    assert found == [
        "specimen/consultation.discussion/raising fails: RuntimeError: broken",
        "/en/specimen/ answers 503",
    ]


@pytest.mark.django_db
def test_queries_that_grow_are_told(operator):
    with specimen(("submission.footer", "one_by_one"), ("site.urls", "growing_urls")) as subject:
        found = growing(subject, operator)
    assert re.fullmatch(r"specimen/submission.footer/one_by_one takes \d queries for 3 and 3\d for 30", found[0])
    assert re.fullmatch(r"/en/specimen/ \(address 1\) takes \d+ queries for 3 and \d+ for 30", found[1])


@pytest.mark.django_db
def test_address_that_only_the_large_world_has_is_compared_with_nothing(operator):
    def paths(world):
        return [f"/en/specimen/?place={place}" for place, _one in enumerate(world.submissions)]

    with specimen(("site.urls", "everybodys_urls")) as subject:
        assert growing(replace(subject, paths=paths), operator) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contribution", "expected"),
    [
        (("home.page", "everybodys"), "specimen/home.page/everybodys shows another institution's"),
        (
            ("site.urls", "everybodys_urls"),
            "/en/specimen/ at one institution shows another's: keep to request.institution where it is set",
        ),
        (
            ("site.urls", "everybodys_urls"),
            "/en/specimen/ at the portal shows the things of an institution where the plugin is off: "
            "keep to permitting_institutions",
        ),
        (("site.urls", "unpublished_urls"), "/en/specimen/ shows an unpublished submission"),
        (
            ("admin.views", "everybodys_urls"),
            "/admin/plugins/specimen/ shows another institution's to an administrator of one",
        ),
        (("search.source", "everything"), "search source specimen offers an unpublished submission"),
    ],
)
def test_leak_is_told(contribution, expected):
    with specimen(contribution) as subject:
        assert expected in leaks(subject)


@pytest.mark.django_db
def test_search_source_that_mistakes_whose_things_are_is_told():
    with specimen(("search.source", "everything")) as subject:
        assert any("says that another institution's is of" in objection for objection in leaks(subject))


@pytest.mark.django_db
def test_unescaped_slot_and_page_are_told(operator):
    with specimen(("consultation.discussion", "unescaped"), ("site.urls", "everybodys_urls")) as subject:
        found = unescaped(subject, operator)
    assert found == ["specimen/consultation.discussion/unescaped does not escape", "/en/specimen/ does not escape"]


def test_marks_of_safety_are_told_by_file_and_line(tmp_path):
    (tmp_path / "page.html").write_text("{{ text }}\n{{ text|safe }}\n{{ html | safe }}{# safe: sanitised #}\n")
    (tmp_path / "off.html").write_text("{% autoescape off %}{{ text }}{% endautoescape %}")
    (tmp_path / "views.py").write_text(
        "mark_safe('<b>')\nmark_safe(text)\nformat_html(f'{text}')\nSafeString(text)  # safe: rendered\n"
    )
    assert unsafe_marks(tmp_path) == [
        "off.html:1 switches escaping off: {% autoescape off %}{{ text }}{% endautoescape %}",
        "page.html:2 switches escaping off: {{ text|safe }}",
        "views.py:2 mark_safe of something that is no constant",
        "views.py:3 format_html of an f-string",
    ]


@pytest.mark.django_db
def test_inaccessible_slot_is_told():
    with specimen(("consultation.discussion", "inaccessible")) as subject:
        found = inaccessible(subject)
    assert {objection.partition(": ")[2] for objection in found} == {
        "<h1> is the page's own, a slot begins with <h2> or lower",
        "<h4> follows <h1>: a level is left out",
        '<img src="/a.png"> has no alt',
        '<input name="word"> has no label',
        '<a href="/next/"> has no text',
        '<p style="color: red"> is inline, which the content security policy forbids',
        '<p onclick="go()"> is inline, which the content security policy forbids',
        "<p> has a positive tabindex",
        'id="top" is there 2 times',
    }


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<style>p {}</style>", ["<style> is inline, which the content security policy forbids"]),
        ("<script>go()</script>", ["<script> is inline, which the content security policy forbids"]),
        ('<script src="/a.js"></script><script type="application/json">{}</script>', []),
        ('<label for="a">A</label><input id="a"><label>B <select></select></label>', []),
        ('<textarea aria-label="C"></textarea><input type="hidden">', []),
        ('<a href="#"><img src="/a.png" alt="Logo"></a><button><img src="/a.png" alt=""></button>', "button"),
        ('<a href="javascript:go()">Go</a>', ["<a href> is a script"]),
        ("<h2>A</h2><h3>B</h3><h2>C</h2>", []),
        ("<iframe></iframe>", ["<iframe> has no title"]),
        ('<html lang="en"><h1>A</h1></html>', []),
    ],
)
def test_html_is_judged_by_what_can_be_seen(html, expected):
    if expected == "button":
        expected = ["<button> has no text"]
    assert html_objections(html, is_page="<html" in html) == expected


@pytest.mark.django_db
def test_source_that_goes_round_the_gate_is_told(operator, own_index):
    sources.register(specimens.everything)
    try:
        with specimen(("search.source", "everything")) as subject:
            found = off_objections(subject, operator)
    finally:
        sources.unregister("specimen")
    assert "specimen/search.source/everything is still there" in found


@pytest.mark.django_db
def test_list_that_goes_on_showing_a_consultation_where_the_plugin_is_off_is_told(operator):
    with specimen(("site.urls", "everybodys_urls")) as subject:
        found = off_objections(subject, operator)
    assert found == [
        "/en/specimen/ shows things of a consultation that disables the plugin: leave out disabled_consultations"
    ]


@pytest.mark.django_db
def test_contribution_that_is_not_there_where_it_should_be_is_told(operator):
    with specimen(("search.source", "everything")) as subject:
        found = off_objections(subject, operator)
    assert found == ["specimen/search.source/everything is not there where the plugin is on"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("export", "erase", "expected"),
    [
        ("export", "", "personal data are declared, and nothing is contributed to personal_data.erase"),
        ("", "erase", "personal data are declared, and nothing is contributed to personal_data.export"),
        ("export_nothing", "erase", "personal_data.export leaves out dummy.Note.word"),
        ("export", "erase_nothing", "personal_data.erase leaves dummy.Note.word as it was"),
        ("export", "erase_nothing", "personal_data.erase finds something to erase a second time"),
        ("export", "erase_all", "personal_data.erase changes or erases dummy.Note of somebody else"),
    ],
)
def test_personal_data_that_are_not_handed_out_or_erased_are_told(export, erase, expected):
    given = [("personal_data.export", export), ("personal_data.erase", erase)]
    with specimen(*(pair for pair in given if pair[1]), personal_data=(NOTES,)) as subject:
        assert expected in personal_data_objections(subject)


@pytest.mark.django_db
def test_personal_data_that_fill_does_not_write_are_told():
    handlers = (("personal_data.export", "export"), ("personal_data.erase", "erase"))
    with specimen(*handlers, personal_data=(NOTES,), fill=lambda *_: None) as subject:
        (objection,) = personal_data_objections(subject)
    assert objection == "fill writes no dummy.Note of its first participant: whether it is erased cannot be seen"


@pytest.mark.django_db
def test_platform_that_cannot_do_without_the_plugin_is_told(operator):
    post_save.connect(specimens.needs_itself, sender=Submission)
    try:
        with specimen() as subject:
            found = absence_objections(subject, operator)
    finally:
        post_save.disconnect(specimens.needs_itself, sender=Submission)
    assert found == [
        "without the plugin, nobody can take part: UnknownPlugin: no plugin 'specimen' is loaded",
    ]


@pytest.mark.django_db
def test_foreign_keys_to_the_platform_are_told():
    with specimen(app="wagtail.contrib.redirects"):
        assert "wagtailredirects.Redirect.site points to wagtailcore.Site" in foreign_relations("specimen")
        found = foreign_constraints("specimen")
    targets = {one.rpartition(" ")[2] for one in found if "table wagtailredirects_redirect: " in one}
    assert targets == {"wagtailcore_page", "wagtailcore_site"}


@pytest.mark.django_db
def test_untrue_manifest_is_told():
    wrong = PersonalDataDeclaration(model="dummy.Note", fields=("nose",), purpose={"en": "To try."})
    menu = ("admin.menu", "", {"label": {"en": "Menu"}, "url_name": "specimen_admin:nowhere"})
    with specimen(menu, ("home.page", "not_there"), personal_data=(wrong,)):
        found = manifest_objections("specimen")
    assert found[0].startswith(f"home.page {HERE}:not_there: cannot be imported: ")
    assert found[1:] == [
        "personal_data: dummy.Note has no field 'nose'",
        "admin.menu: there is no URL named 'specimen_admin:nowhere'",
        "management.command: dummy_note is in management/commands and not in the manifest",
    ]


@pytest.mark.django_db
def test_commands_that_are_not_what_the_manifest_says_are_told():
    foreign = ("management.command", "ForeignCommand", {"command": "dummy_note"})
    plain = ("management.command", "PlainCommand", {"command": "nowhere"})
    with specimen(foreign, plain):
        assert manifest_objections("specimen") == [
            "management.command: dummy_note is said to be of the plugin 'dummy'",
            "management.command: there is no management/commands/nowhere.py",
            "management.command: nowhere is no plugins.api.commands.PluginCommand",
        ]


def test_imports_of_the_platform_are_told_by_file_and_line(tmp_path):
    (tmp_path / "views.py").write_text(
        "import consultations.models\nfrom plugins import kernel\nfrom plugins.api.record import submit\n"
        "from kuvend_polls.models import Poll\nfrom plugins.testing import world\nimport searching\n"
    )
    assert forbidden_imports(tmp_path, "kuvend_polls") == [
        "views.py:1 imports consultations.models: a plugin imports plugins.api only",
        "views.py:2 imports plugins.kernel: a plugin imports plugins.api only",
        "views.py:5 imports plugins.testing: a plugin imports plugins.api only",
    ]


def test_names_without_a_language_are_told():
    with specimen():
        assert untranslated("specimen", ("en", "mk")) == ["name: no mk", "description: no mk"]


TEMPLATE = """{% load i18n %}{% trans "Poll" %}{% blocktrans trimmed count n=n %}
  {{ n }} answer{% plural %}{{ n }} answers{% endblocktrans %}{% trans 'It is "so" (now)' %}"""
CODE = "_('Close')\nngettext('%d day', '%d days', n)\npgettext('verb', 'Open')\n"


def test_texts_without_a_translation_are_told_by_catalogue(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "poll.html").write_text(TEMPLATE)
    (tmp_path / "views.py").write_text(CODE)
    assert sorted(marked_texts(tmp_path)) == [
        "%(n)s answer",
        "%d day",
        "Close",
        'It is "so" (now)',
        "Open",
        "Poll",
    ]
    catalogue = tmp_path / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n!=1;"\n\n'
        'msgid "Poll"\nmsgstr "Sondazh"\n\nmsgid "Close"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Open"\nmsgstr "Hap"\n\nmsgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%s ditë"\n'
        'msgstr[1] "%d ditë"\n'
    )
    told = untranslated_texts(tmp_path)
    assert told[0] == "locale/mk/LC_MESSAGES/django.po does not exist, and there are texts to translate"
    assert [one.partition("django.po: ")[2] for one in told if "/sq/" in one] == [
        "'%(n)s answer' is missing",
        "'%d day' has other placeholders than the English text: '%s ditë'",
        "'Close' is not translated in every form",
        "'It is \"so\" (now)' is missing",
        "'Open' is marked fuzzy",
    ]


MIGRATION = """
from importlib import import_module
from pkgutil import iter_modules
from django.db import migrations
from kuvend_dummy import migrations as real
from tests.plugins.testing import specimens
from tests.plugins.testing.trying import HERE, specimen

written = [import_module(f"kuvend_dummy.migrations.{found.name}") for found in iter_modules(real.__path__)]
made = [operation for module in written for operation in module.Migration.operations]

class Migration(migrations.Migration):
    initial = True
    dependencies = [one for module in written for one in module.Migration.dependencies if one[0] != "dummy"]
    operations = [migrations.SeparateDatabaseAndState(state_operations=made + FURTHER), specimens.OPERATION]
"""


@pytest.fixture
def migrated_by(tmp_path, monkeypatch, settings):
    """`migrated_by("operation")`: the dummy's tables are made by this operation of the specimens."""

    def migrate(operation, further="[]"):
        name = f"specimen_migrations_{uuid4().hex}"  # Python remembers modules by name
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        text = MIGRATION.replace("OPERATION", operation).replace("FURTHER", further)
        (tmp_path / name / "0001_initial.py").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        settings.MIGRATION_MODULES = {"dummy": name}

    return migrate


@pytest.mark.django_db
def test_migration_that_cannot_be_undone_is_told(migrated_by):
    migrated_by("one_way")
    assert migration_objections("dummy") == ["dummy.0001_initial: RunPython cannot be undone"]


@pytest.mark.django_db
def test_model_without_its_migration_is_told(migrated_by):
    migrated_by("leaving", further="[specimens.nose]")
    (objection,) = migration_objections("dummy")
    assert objection.startswith("dummy: makemigrations finds changes: ")
    assert "Remove field nose from note" in objection


def test_migration_that_leaves_its_table_is_told(migrated_by, django_db_setup, django_db_blocker):
    migrated_by("leaving")
    with django_db_blocker.unblock():
        found = undone_and_done("dummy")
    assert found == [f"dummy: migrating to zero leaves the table {name}" for name in sorted(tables("dummy"))]


def test_suite_fails_with_the_words_of_its_checks():
    with specimen():
        tests = conformance("specimen")()
        with pytest.raises(pytest.fail.Exception, match="name: no sq\nname: no sr-latn\nname: no mk\n"):
            tests.test_names_and_texts_are_translated()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contribution", "told", "words"),
    [
        (("home.page", "raising"), "test_everything_answers", "RuntimeError: broken"),
        (("submission.footer", "one_by_one"), "test_queries_do_not_grow_with_the_data", "queries for 3"),
        (("home.page", "everybodys"), "test_institutions_do_not_see_each_others", "shows another institution's"),
        (("home.page", "everybodys"), "test_what_people_write_is_escaped", "does not escape"),
        (("home.page", "inaccessible"), "test_slots_and_pages_are_accessible", "has no alt"),
        (("search.source", "everything"), "test_off_means_off", "is not there where the plugin is on"),
    ],
)
def test_suite_fails_on_a_plugin_that_breaks_a_rule(contribution, told, words):
    with specimen(contribution):
        tests = conformance("specimen", fill=specimens.notes)()
        with pytest.raises(pytest.fail.Exception, match=words):
            getattr(tests, told)()
