"""A plugin's columns and actions in the admin's lists, and its panel on the first page."""

import pytest
from bs4 import BeautifulSoup
from kuvend_dummy import lists
from kuvend_dummy.models import Note

from cms.tenancy.models import InstitutionProfile, Role
from consultations.activation.permissions import decide_roles
from consultations.activation.switching import disable_plugin, forbid_plugin, permit_plugin
from consultations.models import PluginAudit
from plugins.kernel import gate
from plugins.kernel.invoking import resolve
from plugins.kernel.models import PluginFailure
from plugins.testing.surfaces.site_pages import front_page_key
from plugins.testing.world import make_institution, make_world
from tests.factories.institutions import make_person
from tests.factories.record import SubmissionFactory
from tests.factories.staff import staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]

LISTS = ("submissions", "consultations")
COLUMN = 'data-plugin="dummy/admin.column/notes_of_{}"'
ACTION = 'data-plugin="dummy/admin.bulk_action/note_{}"'


@pytest.fixture
def world():
    """A world in which the dummy is on from the first day."""
    return make_world(plugin="dummy")


@pytest.fixture
def administrator(client, world):
    client.force_login(staff_of(world.institution, "administrator"))
    return client


@pytest.fixture
def official(client, world):
    client.force_login(staff_of(world.institution, "official"))
    return client


def page_of(world, listed):
    """The address of a list."""
    if listed == "consultations":
        return f"/admin/answers/?institution={world.institution.slug}"
    return f"/admin/answers/{world.consultation.uuid}/?show=all"


def rows_of(world, listed):
    """The uuids of what is in a list."""
    return [world.consultation.uuid] if listed == "consultations" else [row.uuid for row in world.submissions]


def do(client, world, listed, rows=None, **more):
    """Tick rows and choose the dummy's action; confirmed unless said otherwise."""
    ticked = [str(uuid) for uuid in (rows_of(world, listed) if rows is None else rows)]
    data = {listed: ticked, "back": page_of(world, listed), "confirmed": "1"} | more
    return client.post(f"/admin/answers/{listed}/with-ticked/dummy/note_{listed}/", data)


def shown(client, world, listed):
    """A list's HTML."""
    answer = client.get(page_of(world, listed))
    assert answer.status_code == 200
    return answer.content.decode()


def buttons(client, world, plugin="dummy"):
    """A plugin's buttons in the page editor of the institution's front page."""
    answer = client.get(f"/admin/pages/{front_page_key(world.institution)}/edit/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select(
        f'[data-plugin^="{plugin}"][data-plugin*="admin.page_button"]'
    )


def ticked_notes():
    return Note.objects.filter(word="ticked").count()


def test_button_is_in_the_page_editor_for_those_who_hold_its_permission(client, world):
    key = front_page_key(world.institution)
    client.force_login(make_person(InstitutionProfile.objects.get(institution=world.institution), Role.EDITOR))
    assert buttons(client, world) == []
    allow = {("read_notes", "editor"): True}
    decide_roles(institution=world.institution, plugin="dummy", decisions=allow, actor=None)
    (link,) = buttons(client, world)
    assert (link["href"], link.get_text(strip=True)) == (f"/admin/plugins/dummy/notes/?page={key}", "Dummy notes")
    forbid_plugin(institution=world.institution, plugin="dummy", actor=None)
    assert buttons(client, world) == []


@pytest.mark.parametrize("answer", ["", None, 7, RuntimeError()])
def test_button_that_leads_nowhere_is_left_out_and_costs_no_other(client, operator, world, monkeypatch, answer):
    def button(context):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(lists, "notes_button", button)
    client.force_login(operator)
    resolve.cache_clear()
    try:
        assert buttons(client, world) == []
        assert len(buttons(client, world, "submission_search")) == 1
    finally:
        resolve.cache_clear()


@pytest.mark.parametrize("listed", LISTS)
def test_column_and_action_are_in_the_list(administrator, world, listed):
    content = shown(administrator, world, listed)
    assert COLUMN.format(listed) in content
    assert ACTION.format(listed) in content
    assert content.count("<td>dummy column ") == len(rows_of(world, listed))


@pytest.mark.parametrize("listed", LISTS)
def test_column_and_action_are_gone_where_the_plugin_is_off(administrator, world, listed):
    forbid_plugin(institution=world.institution, plugin="dummy", actor=None)
    assert "dummy" not in shown(administrator, world, listed)
    assert do(administrator, world, listed).status_code == 404
    assert ticked_notes() == 0


@pytest.mark.parametrize("listed", LISTS)
def test_consultation_that_disables_the_plugin_is_left_out(administrator, world, listed):
    disable_plugin(consultation=world.consultation, plugin="dummy", actor=None)
    assert "dummy column" not in shown(administrator, world, listed)
    assert do(administrator, world, listed).status_code == 404
    assert ticked_notes() == 0


@pytest.mark.parametrize("listed", LISTS)
def test_column_and_action_are_for_who_holds_their_permission(official, world, listed):
    content = shown(official, world, listed)
    assert COLUMN.format(listed) not in content
    assert ACTION.format(listed) in content
    deny = {("write_notes", "official"): False}
    decide_roles(institution=world.institution, plugin="dummy", decisions=deny, actor=None)
    assert ACTION.format(listed) not in shown(official, world, listed)
    assert do(official, world, listed).status_code == 404
    assert ticked_notes() == 0


def test_column_asks_once_for_all_rows(administrator, world, django_assert_max_num_queries):
    shown(administrator, world, "submissions")
    with django_assert_max_num_queries(40) as few:
        shown(administrator, world, "submissions")
    for number in range(8):
        SubmissionFactory(consultation=world.consultation, number=100 + number)
    with django_assert_max_num_queries(len(few)):
        assert shown(administrator, world, "submissions").count("<td>") > 10


def test_column_that_fails_is_empty(administrator, world, monkeypatch):
    monkeypatch.setattr(Note, "objects", None)
    content = shown(administrator, world, "submissions")
    assert COLUMN.format("submissions") in content
    assert "dummy column" not in content
    assert "We ask for more benches" in content


def test_column_that_is_not_marked_safe_is_not_shown(administrator, world, monkeypatch):
    monkeypatch.setattr(lists, "note_counts", lambda context: dict.fromkeys(context.uuids, "<script>bad</script>"))
    resolve.cache_clear()
    try:
        assert "<script>bad" not in shown(administrator, world, "submissions")
    finally:
        resolve.cache_clear()


def test_action_asks_first(administrator, world):
    answer = do(administrator, world, "submissions", confirmed="")
    content = answer.content.decode()
    assert answer.status_code == 200
    assert "This is done with 2 rows." in content
    assert [f'value="{uuid}"' in content for uuid in rows_of(world, "submissions")] == [True, True]
    assert "csrfmiddlewaretoken" in content
    assert ticked_notes() == 0


@pytest.mark.parametrize("listed", LISTS)
def test_action_is_done_with_what_was_ticked_and_audited(administrator, world, listed):
    answer = do(administrator, world, listed)
    assert answer.status_code == 302
    assert answer.url == page_of(world, listed)
    number = len(rows_of(world, listed))
    assert ticked_notes() == number
    assert f"dummy noted {number}" in shown(administrator, world, listed)
    audit = PluginAudit.objects.get(action="bulk_action")
    assert audit.changes["name"] == f"note_{listed}"
    assert set(audit.changes["rows"]) == {str(uuid) for uuid in rows_of(world, listed)}


def test_action_that_fails_or_refuses_changes_nothing(administrator, world):
    do(administrator, world, "submissions", dummy="raise")
    assert "The plugin could not do this. Nothing was changed." in shown(administrator, world, "submissions")
    do(administrator, world, "submissions", dummy="refuse")
    assert "dummy refused &lt;b&gt;this&lt;/b&gt;" in shown(administrator, world, "submissions")
    assert ticked_notes() == 0
    assert not PluginAudit.objects.filter(action="bulk_action").exists()


def test_action_is_only_for_rows_of_the_persons_own_lists(administrator, world):
    permit_plugin(institution=make_institution("elsewhere"), plugin="dummy", actor=None)
    theirs = make_world(slug="theirs", plugin="dummy")
    held = SubmissionFactory(consultation=world.consultation, state="held", number=100)
    for foreign in (theirs.submissions[0].uuid, held.uuid):
        mixed = [*rows_of(world, "submissions"), foreign]
        assert do(administrator, world, "submissions", mixed).status_code == 404
    assert do(administrator, world, "consultations", [theirs.consultation.uuid]).status_code == 404
    assert ticked_notes() == 0


def test_action_across_institutions_is_refused_even_to_the_operator(client, world, operator):
    theirs = make_world(slug="theirs", plugin="dummy")
    client.force_login(operator)
    both = [world.submissions[0].uuid, theirs.submissions[0].uuid]
    assert do(client, world, "submissions", both).status_code == 404
    assert do(client, world, "submissions", both[:1]).status_code == 302
    assert ticked_notes() == 1


@pytest.mark.parametrize(
    ("rows", "status"), [([], 302), (["nonsense"], 400), (["00000000-0000-0000-0000-000000000000"], 404)]
)
def test_action_with_nothing_of_use_ticked_does_nothing(administrator, world, rows, status):
    assert do(administrator, world, "submissions", rows).status_code == status
    assert ticked_notes() == 0


def test_action_is_posted_and_leads_back_to_this_site_only(administrator, world):
    address = "/admin/answers/submissions/with-ticked/dummy/note_submissions/"
    assert administrator.get(address).status_code == 405
    answer = do(administrator, world, "submissions", back="https://elsewhere.example/")
    assert answer.url == "/admin/answers/"


def test_action_needs_the_token_of_the_form(world):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff_of(world.institution, "administrator"))
    assert do(strict, world, "submissions").status_code == 403
    assert ticked_notes() == 0


def test_panel_is_for_the_institutions_where_the_person_may_see_it(client, world):
    person = staff_of(world.institution, "moderator")
    theirs = make_world(slug="theirs", plugin="dummy")
    person.groups.add(*staff_of(theirs.institution, "moderator").groups.all())
    client.force_login(person)
    number = Note.objects.count()
    assert f"dummy panel: {number} at 2" in client.get("/admin/").content.decode()
    forbid_plugin(institution=theirs.institution, plugin="dummy", actor=None)
    assert "at 1</p>" in client.get("/admin/").content.decode()
    deny = {("read_notes", "moderator"): False}
    decide_roles(institution=world.institution, plugin="dummy", decisions=deny, actor=None)
    assert "dummy" not in client.get("/admin/").content.decode()


def test_panel_of_the_operator_is_for_every_institution_that_permits_it(client, world, operator):
    make_world(slug="theirs", plugin="dummy")
    client.force_login(operator)
    assert "at 2</p>" in client.get("/admin/").content.decode()


def test_panel_that_fails_leaves_the_first_page(client, world, monkeypatch):
    client.force_login(staff_of(world.institution, "administrator"))
    monkeypatch.setattr(Note, "objects", None)
    with gate.fresh():
        answer = client.get("/admin/")
    assert answer.status_code == 200
    assert "dummy panel" not in answer.content.decode()
    assert PluginFailure.objects.filter(plugin="dummy", last_contribution="dummy/admin.dashboard/panel").exists()
