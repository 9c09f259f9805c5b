"""How many contributions come from where: page, report, data set."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kuvend_neighbourhoods.facets import labels
from kuvend_neighbourhoods.manifest import MANIFEST
from kuvend_neighbourhoods.outputs import dataset, report_section
from settling import send, settle

from plugins.api.extension_points import DatasetContext, ReportContext
from plugins.api.moderation import moderate


@pytest.fixture
def page(world):
    """The consultation's page."""
    return f"/en/consultations/{world.consultation.uuid}/"


@pytest.fixture
def sent(world, settlements):
    """Two from one settlement, one from another, one from nowhere in particular."""
    return [send(world, settlement).submission for settlement in (*settlements, settlements[0], None)]


def test_page_sums_up_what_is_public(visitor, page, sent):
    shown = visitor.get(page).content.decode()
    assert "3 contributions say which settlement they come from" in shown
    assert shown.index("Kopanica</th>") < shown.index("Janchishte</th>")
    assert '<progress class="progress" max="100" value="50" aria-hidden="true">' in shown


def test_page_says_nothing_while_nobody_does(visitor, world, page, settlements):
    send(world)
    assert 'id="settlements"' not in visitor.get(page).content.decode()


def test_hidden_contribution_is_not_counted(visitor, world, page, sent, operator):
    moderate(
        submission_uuid=sent[1].uuid,
        action="hide",
        public_reason={"en": "Off topic."},
        reason_code="off_topic",
        actor=operator,
        institution=world.institution.uuid,
    )
    shown = visitor.get(page).content.decode()
    assert "Janchishte</th>" not in shown
    assert "2 contributions say which settlement they come from" in shown


def test_names_are_escaped(visitor, world, page):
    send(world, settle(world, "<b>Bold</b>"))
    shown = visitor.get(page).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;</th>" in shown
    assert "<b>Bold" not in shown


def test_queries_do_not_grow_with_the_settlements(visitor, world, page, sent):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            visitor.get(page)
        return len(captured)

    queries()
    before = queries()
    for number in range(4):
        send(world, settle(world, f"Place {number}"))
    assert queries() <= before


def where(world, kind, language="en"):
    """The context of an output."""
    return kind(institution=world.institution.uuid, consultation=world.consultation.uuid, language=language)


def test_report_has_it_as_table_and_as_data(world, sent):
    section = report_section(where(world, ReportContext))
    assert section.title == "By settlement"
    assert "Kopanica</th>" in section.html
    assert section.data == (
        {"code": "testville-kopanica", "settlement": "Kopanica", "contributions": 2},
        {"code": "testville-janchishte", "settlement": "Janchishte", "contributions": 1},
    )


def test_report_is_in_its_language(world, sent):
    section = report_section(where(world, ReportContext, "sq"))
    assert section.title == "Sipas vendbanimit"
    assert section.data[0]["settlement"] == "Kopanicë"


def test_report_has_no_section_where_nobody_said_it(world, settlements):
    assert report_section(where(world, ReportContext)) is None


def test_data_set_has_the_columns_it_declares(world, sent):
    declared = next(one.options["columns"] for one in MANIFEST.contributions if one.point == "export.dataset")
    assert [tuple(row) for row in dataset(where(world, DatasetContext))] == [declared] * 2


def test_nothing_is_summed_up_where_the_plugin_is_off(visitor, world, page, sent, plugin_off_in_consultation):
    plugin_off_in_consultation("neighbourhoods")
    assert 'id="settlements"' not in visitor.get(page).content.decode()
    assert list(dataset(where(world, DatasetContext))) == []


def test_facet_names_what_it_knows(settlements):
    assert labels(["testville-kopanica", str(uuid4())], "sq") == {"testville-kopanica": "Kopanicë"}


@pytest.mark.django_db(transaction=True)
def test_contributions_are_found_by_settlement(visitor, world, settlements):
    theirs = send(world, settlements[0], "Benches by the school.").submission
    send(world, settlements[1], "Benches by the river.")
    send(world, None, "Benches somewhere.")
    call_command("search", "rebuild", stdout=StringIO())
    found = visitor.get("/api/v1/search/", {"q": "benches", "settlement": settlements[0].code}).json()
    assert [hit["id"] for hit in found["items"]] == [f"submission:{theirs.uuid}"]
    shown = visitor.get("/en/search/", {"q": "benches"}).content.decode()
    assert "Kopanica" in shown
    assert "Janchishte" in shown
