"""What a stranger's plugin adds to pages, API, schema and admin where it is on, and that none of it stays."""

import json

import pytest
from kuvend_dummy.models import Note

from consultations.activation.settings import change_plugin_settings
from consultations.models import PluginAudit
from consultations.services.deliver_outbox import deliver_outbox
from consultations.tokens import follow_token
from plugins.kernel.models import PluginFailure
from plugins.testing.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A world in which the dummy is on from the first day."""
    return make_world(plugin="dummy")


def pages(world):
    """Address → the places at which the dummy speaks there."""
    submission = world.submissions[0].uuid
    document = world.version.document.uuid
    return {
        f"/en/consultations/{world.consultation.uuid}/": {"consultation.header", "consultation.discussion"},
        f"/en/documents/{document}/": {"document.discussion", "provision.aside"},
        f"/en/submissions/{submission}/": {"submission.page"},
        f"/en/receipt/{follow_token(submission)}/": {"receipt.page"},
    }


def places(client, address):
    """Where the dummy speaks on a page."""
    answer = client.get(address)
    assert answer.status_code == 200
    content = answer.content.decode()
    return {place for place in PLACES if f'data-place="{place}"' in content}


PLACES = (
    "home.page",
    "consultation.header",
    "consultation.discussion",
    "document.discussion",
    "provision.aside",
    "submission.page",
    "receipt.page",
)


def test_dummy_speaks_on_pages_where_it_is_on_and_nowhere_else(client, world, plugin_off):
    for address, expected in pages(world).items():
        assert places(client, address) == expected
    plugin_off("dummy")
    for address in pages(world):
        assert places(client, address) == set()


def test_dummy_is_gone_from_a_consultation_that_disables_it(client, world, plugin_off_in_consultation):
    plugin_off_in_consultation("dummy")
    for address in pages(world):
        assert places(client, address) == set()


def test_dummy_shows_the_institutions_setting_escaped(client, world):
    change_plugin_settings(
        institution=world.institution, plugin="dummy", values={"greeting": "<b>Mirë</b>"}, actor=None
    )
    page = client.get(f"/en/consultations/{world.consultation.uuid}/").content.decode()
    assert "&lt;b&gt;Mirë&lt;/b&gt;" in page
    assert "<b>Mirë" not in page


def test_dummy_hears_of_the_record_in_its_transaction_and_after(world):
    words = list(Note.objects.order_by("pk").values_list("word", flat=True))
    assert words == [
        "plugin.enabled",
        "version.published",
        "consultation.scheduled",
        "plugin.enabled",
        *["checked", "submission.received", "submission.published"] * 2,
    ]
    while deliver_outbox():
        continue
    told = set(Note.objects.filter(word__startswith="after").values_list("word", flat=True))
    assert told == {f"after {word}" for word in words if word != "checked"}


def test_dummy_hears_nothing_where_it_is_off():
    make_world()
    assert Note.objects.count() == 0


def test_dummys_page_and_route_answer_where_it_is_on(client, world, plugin_off):
    assert "dummy note: version.published" in client.get("/en/dummy/").content.decode()
    assert client.get("/api/v1/dummy/notes/").json()[-2]["word"] == "version.published"
    plugin_off("dummy")
    assert client.get("/en/dummy/").status_code == 404
    answer = client.get("/api/v1/dummy/notes/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_dummys_route_is_in_the_schema_where_it_is_on(client, world, plugin_off):
    def routes():
        answer = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
        schema = json.loads(answer.content)
        return [path for path in schema["paths"] if "dummy" in path]

    assert routes() == ["/api/v1/dummy/notes/"]
    plugin_off("dummy")
    assert routes() == []


def test_dummys_failing_page_is_answered_plainly_and_written_down(client, world, no_failures):
    answer = client.get("/en/dummy/fail/?now=1")
    assert answer.status_code == 503
    assert "This part of the site does not work at the moment" in answer.content.decode()
    failure = PluginFailure.objects.get()
    assert (failure.last_error_type, failure.last_contribution) == ("RuntimeError", "dummy/view/dummy:fail")


def test_dummy_in_the_admin_is_there_where_it_is_on(client, world, operator, plugin_off):
    client.force_login(operator)
    assert "dummy note: version.published" in client.get("/admin/plugins/dummy/notes/").content.decode()
    assert "/admin/plugins/dummy/notes/" in client.get("/admin/").content.decode()
    plugin_off("dummy")
    assert client.get("/admin/plugins/dummy/notes/").status_code == 404
    assert "/admin/plugins/dummy/notes/" not in client.get("/admin/").content.decode()


def test_switching_the_dummy_was_audited(world):
    assert list(PluginAudit.objects.values_list("plugin", "action")) == [
        ("dummy", "enable"),
        ("dummy", "permit"),
    ]
