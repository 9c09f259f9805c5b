"""Pages render without what fails, in as many queries of the platform's own."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kuvend_broken.misbehaving import SECRET

from plugins.testing.people import client_of

FAILING = ("raise", "unprintable", "exit", "wrong", "mutate")
ASIDE = ("plugin_kernel_", "consultations_plugin", "broken_", "SAVEPOINT")
"""What the gate, the breaker and the plugin itself ask."""


@pytest.fixture
def pages(world):
    """Every page with slots: address → how many places at it broken speaks at."""
    consultation = world.consultation.uuid
    return {
        f"/en/consultations/{consultation}/": ["consultation.header", "consultation.discussion"],
        f"/en/documents/{world.version.document.uuid}/": ["document.discussion", "provision.aside"],
        f"/en/submissions/{world.submissions[0].uuid}/": ["submission.page", "submission.footer"],
    }


def read(client, address):
    """A page's text, and how often the platform ran which statement for it."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    asked = (query["sql"].partition(" WHERE ")[0] for query in captured)
    return answer.content.decode(), Counter(sql for sql in asked if not any(word in sql for word in ASIDE))


def test_broken_speaks_at_every_slot_while_it_works(visitor, pages):
    for address, places in pages.items():
        shown, _queries = read(visitor, address)
        assert [place for place in places if f'data-broken="{place}"' not in shown] == []


@pytest.mark.parametrize("mode", FAILING)
def test_page_renders_without_it_in_the_same_number_of_core_queries(visitor, pages, told, mode):
    calm = {}
    for address in pages:
        read(visitor, address)  # what is remembered for the process is remembered before counting
        calm[address] = read(visitor, address)[1]
    told(mode)
    for address in pages:
        shown, queries = read(visitor, address)
        assert "data-broken" not in shown
        assert "<script>alert" not in shown
        assert SECRET not in shown
        assert queries == calm[address]


@pytest.mark.parametrize("mode", FAILING)
def test_admin_renders_without_it(world, administrator, told, mode):
    told(mode)
    for address in ("/admin/", "/admin/plugin-administration/"):
        shown = administrator.get(address)
        assert shown.status_code == 200
        assert b"data-broken" not in shown.content


@pytest.mark.parametrize("mode", ["raise", "wrong", "unprintable"])
def test_menu_item_whose_condition_fails_is_not_shown(administrator, told, mode):
    assert "/admin/plugins/broken/" in administrator.get("/admin/").content.decode()
    told(mode)
    assert "/admin/plugins/broken/" not in administrator.get("/admin/").content.decode()


def test_page_of_the_portal_and_of_another_institution_know_nothing_of_it(visitor, second_world, told):
    told("raise")
    for address in ("/en/consultations/", f"/en/consultations/{second_world.consultation.uuid}/", "/healthz"):
        assert visitor.get(address, follow=True).status_code == 200


def test_after_five_failures_it_is_left_alone_and_the_operator_knows_why(visitor, pages, told, worker, health):
    told("raise")
    address = next(iter(pages))
    for _ in range(6):
        read(visitor, address)
    told("nothing")
    shown, _queries = read(visitor, address)
    assert "data-broken" not in shown
    worker()
    report = health()
    assert "RuntimeError" in report
    assert "consultation_header" in report
    assert SECRET not in report


def test_slow_one_is_waited_for_and_seen_by_the_operator(visitor, pages, told, worker, health):
    told("slow")
    shown, _queries = read(visitor, next(iter(pages)))
    assert 'data-broken="consultation.header"' in shown
    worker()
    report = health()
    assert "broken/consultation.header/consultation_header" in report
    assert "slow" in report.lower()


def test_page_stays_in_its_language(visitor, pages, told):
    told("language")
    address = next(iter(pages))
    shown, _queries = read(visitor, address)
    assert 'data-broken="consultation.header"' in shown
    assert '<html lang="en"' in shown
    assert "Timetable" in shown
    assert "/mk/" not in shown.partition("<main")[2]


# As in real life, for PostgreSQL takes nothing more in a transaction that failed.
@pytest.mark.django_db(transaction=True)
def test_error_of_the_database_is_not_swallowed_and_stays_where_it_is(world, pages, second_world, told):
    told("database")
    client = client_of(None)
    client.raise_request_exception = False
    assert client.get(next(iter(pages))).status_code == 500
    told("nothing")
    assert client.get(next(iter(pages))).status_code == 200


@pytest.mark.parametrize("how", ["raise", "late", "nothing"])
def test_failing_page_of_its_own_is_answered_plainly(visitor, operator_browser, world, how):
    for client, address in ((visitor, "/en/broken/"), (operator_browser, "/admin/plugins/broken/")):
        answer = client.get(f"{address}?how={how}")
        assert answer.status_code == 503
        assert SECRET not in answer.content.decode()
        assert client.get(address).content == b"broken works here"


def test_failing_route_is_answered_with_a_problem(visitor, world):
    answer = visitor.get("/api/v1/broken/?how=raise")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert SECRET not in answer.content.decode()
    assert visitor.get("/api/v1/broken/").json() == {"word": "broken works here"}


def test_schema_of_the_api_is_published_all_the_same(visitor, world, told):
    told("raise")
    assert visitor.get("/api/v1/schema/").status_code == 200
