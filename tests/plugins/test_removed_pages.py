"""`plugins remove` of a plugin with page types: its pages leave the tree, everybody else's stay."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from kuvend_dummy.models import LeafletPage
from wagtail.models import Page, PageLogEntry, Revision

from cms.pages.models import ArticlePage, SectionPage
from consultations.activation.switching import permit_plugin
from plugins.kernel import removing
from plugins.kernel.models import PluginTable
from tests.factories.institutions import add_page, make_institution, root_of
from tests.factories.staff import staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dropped(monkeypatch):
    """The names of the tables that are dropped, without a schema editor: SQLite's works in no transaction."""
    names = []

    def drop(tables):
        connection.check_constraints()
        with connection.cursor() as cursor:
            for table in tables:
                names.append(table)
                if table.startswith("gone_"):
                    cursor.execute(f"DROP TABLE {table}")

    monkeypatch.setattr(removing, "_drop_tables", drop)
    return names


@pytest.fixture
def profile(db):
    made = make_institution()
    permit_plugin(institution=made.institution, plugin="dummy", actor=None)
    return made


@pytest.fixture
def section(profile):
    return add_page(root_of(profile), SectionPage(title="Section", slug="section"))


@pytest.fixture
def gone(section):
    """A page, with another below it, of a plugin whose package is gone; and one of ours below both."""
    page = add_page(section, SectionPage(title="Orphan", slug="orphan"))
    child = add_page(page, SectionPage(title="Orphan below", slug="below"))
    add_page(child, ArticlePage(title="Ours", slug="ours"))
    add_page(section, ArticlePage(title="Ours, too", slug="ours"))
    page.save_revision()
    kind = ContentType.objects.create(app_label="gone", model="gonepage")
    SectionPage.objects.filter(pk__in=[page.pk, child.pk])._raw_delete("default")
    Page.objects.filter(pk__in=[page.pk, child.pk]).update(content_type=kind)
    Revision.objects.filter(object_id=str(page.pk)).update(content_type=kind)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE gone_gonepage (page_ptr_id integer REFERENCES wagtailcore_page (id))")
        cursor.executemany("INSERT INTO gone_gonepage VALUES (%s)", [(page.pk,), (child.pk,)])
    PluginTable.objects.create(plugin="gone", app_label="gone", table="gone_gonepage")
    return page


def titles(page):
    return list(page.get_descendants().values_list("title", "slug"))


def test_pages_of_a_plugin_that_is_gone_are_exported_and_leave_the_tree(client, profile, section, gone, tmp_path):
    file = tmp_path / "gone.jsonl"
    call_command("plugins", "remove", "gone", "--export", str(file), "--yes")
    section.refresh_from_db()
    assert titles(section) == [("Ours, too", "ours"), ("Ours", "ours-2")]
    assert [list(problem) for problem in Page.find_problems()] == [[]] * 5
    assert not Revision.objects.filter(object_id=str(gone.pk)).exists()
    assert not ContentType.objects.filter(app_label="gone").exists()
    assert "gone_gonepage" not in connection.introspection.table_names()
    logged = PageLogEntry.objects.filter(action="wagtail.delete", label__startswith="Orphan")
    assert sorted(logged.values_list("label", flat=True)) == ["Orphan", "Orphan below"]
    head, *rows = map(json.loads, file.read_text().splitlines())
    assert head["elsewhere"] == {"wagtailcore_page": 2, "wagtailcore_revision": 3}
    exported = [row["row"]["title"] for row in rows if row["table"] == "wagtailcore_page"]
    assert exported == ["Orphan", "Orphan below"]
    assert "Orphan" in [row["row"]["content"]["title"] for row in rows if row["table"] == "wagtailcore_revision"]
    client.force_login(staff_of(profile.institution, "administrator"))
    client.post(f"/admin/pages/{section.pk}/delete/")
    assert not Page.objects.filter(pk=section.pk).exists(), "what is left can be deleted again"


def test_pages_of_a_plugin_that_is_there_go_before_its_tables(section, tmp_path, capsys, dropped, monkeypatch):
    page = add_page(section, LeafletPage(title="Leaflet", slug="leaflet", words="hello"))
    left = []
    monkeypatch.setattr(removing, "_migrate_to_zero", lambda label: left.append(LeafletPage.objects.count()))
    file = tmp_path / "dummy.jsonl"
    call_command("plugins", "remove", "dummy", "--export", str(file), "--yes", no_color=True)
    assert "wagtailcore_page: 1 rows of it" in capsys.readouterr().out
    assert left == [0]
    assert "dummy_leafletpage" in dropped
    section.refresh_from_db()
    assert titles(section) == []
    assert not Page.objects.filter(pk=page.pk).exists()
    rows = [json.loads(line) for line in file.read_text().splitlines()[1:]]
    assert {"wagtailcore_page", "dummy_leafletpage"} <= {row["table"] for row in rows}


def test_nothing_is_removed_where_a_page_came_after_the_export(gone, section, monkeypatch):
    found = removing.belongings("gone")
    late = add_page(section, ArticlePage(title="Late", slug="late"))
    Page.objects.filter(pk=late.pk).update(content_type=ContentType.objects.get(app_label="gone"))
    with pytest.raises(removing.TablesChanged, match="Pages of it were written meanwhile"):
        removing.drop(found)
    assert "gone_gonepage" in connection.introspection.table_names()
    assert Page.objects.filter(pk=gone.pk).exists()
