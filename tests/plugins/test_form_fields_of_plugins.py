"""Form fields of a plugin from the form to the record and back: site, API, staff, off means off."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from kuvend_dummy import forms as dummy_forms

from consultations.models import Submission, SubmissionFieldValue
from consultations.services.verify_submission import verify_submission
from consultations.tokens import follow_token, verify_token
from plugins.api.extension_points import SubmissionField
from plugins.api.record import About, SubmissionFilter, field_counts, field_values, submission_list
from plugins.kernel import gate
from plugins.kernel.invoking import resolve
from plugins.testing.conformance.accessibility import html_objections
from plugins.testing.world import make_world

pytestmark = pytest.mark.django_db

SETTLEMENT = SubmissionField(
    name="settlement",
    kind="choice",
    label="Your <settlement>",
    help="Where you live.",
    required=True,
    choices=(("vratnica", "Вратница & co"), ("jegunovce", "Јегуновце")),
)
TOPICS = SubmissionField(
    name="topics", kind="choices", label="Topics", required=True, choices=(("roads", "Roads"), ("air", "Air"))
)
AGE = SubmissionField(name="age", kind="int", label="Age", minimum=16, is_public=False)
SINCE = SubmissionField(name="since", kind="date", label="Here since")
OWNER = SubmissionField(name="owner", kind="bool", label="I own land")
NOTE = SubmissionField(name="note", kind="text", label="Note", max_length=300)
EVERYTHING = [SETTLEMENT, TOPICS, AGE, SINCE, OWNER, NOTE]

TYPED = {
    "x-dummy-settlement": "vratnica",
    "x-dummy-topics": ["air", "roads"],
    "x-dummy-age": "41",
    "x-dummy-since": "1.5.1999",
    "x-dummy-owner": "on",
    "x-dummy-note": "<b>quiet</b>",
}
SENT = {
    "dummy.settlement": "vratnica",
    "dummy.topics": ["roads", "air"],
    "dummy.age": 41,
    "dummy.since": "1999-05-01",
    "dummy.owner": True,
    "dummy.note": "<b>quiet</b>",
}
PRIVATE = {"dummy.age"}


@pytest.fixture
def world():
    """A world in which the dummy is on."""
    return make_world(plugin="dummy")


@pytest.fixture
def ask(monkeypatch):
    """`ask(fields)`: what the dummy asks for; a function instead of a list is asked itself."""

    def asking(fields):
        handler = fields if callable(fields) else lambda context: list(fields)
        monkeypatch.setattr(dummy_forms, "fields", handler)
        resolve.cache_clear()

    yield asking
    monkeypatch.undo()
    resolve.cache_clear()


def typed(**changes):
    return {
        "text": "More benches, please.",
        "language": "en",
        "name": "Ana",
        "organisation": "",
        "email": "ana@testville.example",
        "idempotency_key": uuid.uuid4().hex,
        **changes,
    }


def address(world):
    return f"/en/consultations/{world.consultation.uuid}/take-part/"


def stored(submission):
    rows = SubmissionFieldValue.objects.filter(submission=submission)
    return {f"{row.plugin}.{row.name}": row.value for row in rows}


def sent_by_form(client, world, **changes):
    response = client.post(address(world), typed(**{**TYPED, **changes}))
    assert response.status_code == 302, response.content.decode()
    submission = Submission.objects.order_by("-pk")[0]
    verify_submission(verify_token(submission.uuid))
    return submission


class TestForm:
    def test_each_field_has_its_label_help_and_control(self, client, world, ask):
        ask(EVERYTHING)
        page = client.get(address(world)).content.decode()
        assert '<label class="field__label" for="id_x-dummy-settlement">Your &lt;settlement&gt;</label>' in page
        assert re.search(
            r'<select name="x-dummy-settlement" required [^>]*aria-describedby="id_x-dummy-settlement_helptext"',
            page,
        )
        assert '<option value="vratnica">Вратница &amp; co</option>' in page
        assert '<legend class="field__label">Topics</legend>' in page
        assert page.count('type="checkbox" name="x-dummy-topics"') == 2
        assert "Age (optional)" in page
        assert "Not shown in public: only the institution sees it." in page
        assert 'type="date" name="x-dummy-since"' in page
        assert '<textarea name="x-dummy-note"' in page

    def test_form_is_accessible_blank_and_with_mistakes(self, client, world, ask):
        ask(EVERYTHING)
        assert html_objections(client.get(address(world)).content.decode(), is_page=True) == []
        wrong = client.post(address(world), typed(**{"x-dummy-age": "seven"})).content.decode()
        assert html_objections(wrong, is_page=True) == []
        age = re.search(r'<input [^>]*name="x-dummy-age"[^>]*>', wrong)[0]
        assert 'aria-invalid="true"' in age
        assert re.search(r'aria-describedby="[^"]*id_x-dummy-age_error', age)

    def test_values_are_stored_as_the_record_keeps_them(self, client, world, ask):
        ask(EVERYTHING)
        assert stored(sent_by_form(client, world)) == SENT

    def test_everything_wrong_is_said_at_once_at_its_field_and_nothing_typed_is_lost(self, client, world, ask):
        ask(EVERYTHING)
        wrong = {
            "x-dummy-age": "seven",
            "x-dummy-since": "yesterday",
            "x-dummy-note": "y" * 301,
            "x-dummy-owner": "on",
            "email": "",
        }
        response = client.post(address(world), typed(**wrong))
        page = response.content.decode()
        assert response.status_code == 400
        assert dict(re.findall(r'<li><a href="#([^"]+)">[^:]+: ([^<]+)</a></li>', page)) == {
            "id_x-dummy-settlement": "Fill this in.",
            "id_x-dummy-topics_0": "Fill this in.",
            "id_x-dummy-age": "Enter a whole number.",
            "id_x-dummy-since": "Enter a date: year, month and day.",
            "id_x-dummy-note": "Enter at most 300 characters.",
            "id_email": "Enter your e-mail address.",
        }
        age = re.search(r'<input [^>]*name="x-dummy-age"[^>]*>', page)[0]
        assert 'type="text"' in age
        assert 'value="seven"' in age
        assert 'value="yesterday"' in page
        assert "y" * 301 in page
        assert re.search(r'name="x-dummy-owner"[^>]* checked', page)
        assert "More benches, please." in page
        assert Submission.objects.count() == len(world.submissions)

    def test_choice_that_is_not_offered_is_refused(self, client, world, ask):
        ask([SETTLEMENT])
        response = client.post(address(world), typed(**{"x-dummy-settlement": "atlantis"}))
        assert response.status_code == 400
        assert "Choose one of what is offered." in response.content.decode()

    def test_plugin_that_fails_or_is_off_asks_nothing_and_blocks_nobody(
        self, client, world, ask, no_failures, plugin_off
    ):
        ask(lambda context: 1 / 0)
        assert "x-dummy" not in client.get(address(world)).content.decode()
        assert stored(sent_by_form(client, world)) == {}
        ask([SubmissionField(name="x", kind="nonsense", label="X", required=True)])
        assert stored(sent_by_form(client, world)) == {}
        ask(EVERYTHING)
        plugin_off("dummy")
        assert "x-dummy" not in client.get(address(world)).content.decode()
        assert stored(sent_by_form(client, world)) == {}

    def test_expired_form_is_shown_again_with_what_was_typed(self, world, ask):
        ask(EVERYTHING)
        response = Client(enforce_csrf_checks=True).post(address(world), typed(**TYPED))
        assert response.status_code == 403
        assert '<option value="vratnica" selected>' in response.content.decode()

    def test_plugin_may_ask_in_some_places_only(self, client, world, ask):
        ask(lambda context: [SETTLEMENT] if context.provision_uid else [])
        provision = world.version.provisions.order_by("position")[0]
        on_provision = f"{address(world)}?version={world.version.uuid}&provision={provision.uid}"
        assert "x-dummy-settlement" in client.get(on_provision).content.decode()
        assert "x-dummy-settlement" not in client.get(address(world)).content.decode()
        assert client.post(on_provision, typed()).status_code == 400
        assert client.post(address(world), typed()).status_code == 302


class TestShown:
    SHOWN = ("Your &lt;settlement&gt;", "Вратница &amp; co", "Roads, Air", "&lt;b&gt;quiet&lt;/b&gt;", "yes")

    def page(self, client, path):
        response = client.get(path)
        assert response.status_code == 200
        return response.content.decode()

    def test_public_page_shows_public_values_in_words(self, client, world, ask, plugin_off):
        ask(EVERYTHING)
        submission = sent_by_form(client, world)
        page = self.page(client, f"/en/submissions/{submission.uuid}/")
        assert [words for words in self.SHOWN if words not in page] == []
        assert ">Age<" not in page
        assert ">41<" not in page
        plugin_off("dummy")
        page = self.page(client, f"/en/submissions/{submission.uuid}/")
        assert [words for words in ("settlement", "Вратница") if words in page] == []

    def test_author_sees_the_private_ones_too(self, client, world, ask):
        ask(EVERYTHING)
        submission = sent_by_form(client, world)
        page = self.page(client, f"/en/follow/{follow_token(submission.uuid)}/")
        assert "Вратница" in page
        assert '<dt>Age</dt><dd dir="auto">41</dd>' in page

    def test_staff_see_the_private_ones_too(self, client, world, ask, operator):
        ask(EVERYTHING)
        submission = sent_by_form(client, world)
        client.force_login(operator)
        for path in (
            f"/admin/answers/{world.consultation.uuid}/",
            f"/admin/plugins/moderation/submissions/{submission.uuid}/",
        ):
            page = self.page(client, path)
            assert "Вратница" in page
            assert '<dt>Age</dt><dd dir="auto">41</dd>' in page

    def test_value_whose_field_is_gone_stands_under_its_name(self, client, world, ask):
        ask(EVERYTHING)
        submission = sent_by_form(client, world)
        ask([])
        page = self.page(client, f"/en/submissions/{submission.uuid}/")
        assert '<dt>settlement</dt><dd dir="auto">vratnica</dd>' in page

    def test_hidden_submission_shows_nothing_of_them(self, client, world, ask):
        ask(EVERYTHING)
        submission = sent_by_form(client, world)
        Submission.objects.filter(pk=submission.pk).update(state="hidden")
        assert "Вратница" not in self.page(client, f"/en/submissions/{submission.uuid}/")

    def test_labels_are_asked_once_for_a_page_of_many(self, client, world, ask):
        asked = []
        ask(lambda context: asked.append(context) or EVERYTHING)
        for _ in range(3):
            sent_by_form(client, world)
        asked.clear()
        self.page(client, f"/en/threads/consultations/{world.consultation.uuid}/")
        assert len(asked) <= 1


class TestAPI:
    def post(self, client, world, **fields):
        body = {
            "consultation": str(world.consultation.uuid),
            "text": "More benches.",
            "language": "en",
            "email": "ana@testville.example",
        }
        if fields:
            body["fields"] = fields["fields"]
        return client.post("/api/v1/submissions/", body, content_type="application/json")

    def test_values_are_taken_and_public_ones_given(self, client, world, ask, plugin_off):
        ask(EVERYTHING)
        answer = self.post(client, world, fields=SENT)
        assert answer.status_code == 201
        uuid = answer.json()["uuid"]
        assert stored(Submission.objects.get(uuid=uuid)) == SENT
        verify_submission(verify_token(Submission.objects.get(uuid=uuid).uuid))

        fields = client.get(f"/api/v1/submissions/{uuid}/").json()["fields"]
        assert fields[0] == {
            "name": "dummy.settlement",
            "label": "Your <settlement>",
            "value": "vratnica",
            "text": "Вратница & co",
        }
        assert [field["name"] for field in fields] == [key for key in SENT if key not in PRIVATE]
        followed = client.get(f"/api/v1/follow/{follow_token(Submission.objects.get(uuid=uuid).uuid)}/")
        assert "dummy.age" not in followed.content.decode()
        plugin_off("dummy")
        assert client.get(f"/api/v1/submissions/{uuid}/").json()["fields"] == []

    def test_problem_names_each_field(self, client, world, ask):
        ask(EVERYTHING)
        answer = self.post(client, world, fields={"dummy.age": 3, "dummy.colour": "red", "dummy.topics": ["air"]})
        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (400, "urn:kuvend:problem:fields_invalid")
        assert {error["field"]: (error["code"], error["detail"]) for error in problem["errors"]} == {
            "fields.dummy.colour": ("field_unknown", "There is no such field."),
            "fields.dummy.settlement": ("field_required", "Fill this in."),
            "fields.dummy.age": ("field_invalid", "Enter at least 16."),
        }

    def test_needed_field_is_needed_of_those_who_send_none(self, client, world, ask):
        ask([SETTLEMENT])
        answer = self.post(client, world)
        assert [error["field"] for error in answer.json()["errors"]] == ["fields.dummy.settlement"]

    @pytest.mark.parametrize(
        ("fields", "blamed"),
        [("red", "fields"), ([1], "fields"), ({"dummy.note": 1.5}, "fields.dummy.note"), ({"": 1}, "fields")],
    )
    def test_what_is_no_value_is_refused(self, client, world, ask, fields, blamed):
        ask([NOTE])
        answer = self.post(client, world, fields=fields)
        assert answer.status_code == 400
        assert [error["field"] for error in answer.json()["errors"]] == [blamed]

    def test_field_of_a_plugin_that_is_off_is_unknown(self, client, world, ask, plugin_off):
        ask([NOTE])
        plugin_off("dummy")
        answer = self.post(client, world, fields={"dummy.note": "x"})
        assert answer.json()["errors"] == [
            {"field": "fields.dummy.note", "code": "field_unknown", "detail": "There is no such field."}
        ]


class TestReadByThePlugin:
    @pytest.fixture
    def three(self, client, world, ask):
        ask(EVERYTHING)
        return [
            sent_by_form(client, world, **{"x-dummy-settlement": settlement, "x-dummy-topics": topics})
            for settlement, topics in (
                ("vratnica", ["air"]),
                ("jegunovce", ["roads", "air"]),
                ("vratnica", ["air"]),
            )
        ]

    def test_values_by_submission(self, three, world):
        uuids = [submission.uuid for submission in (*three, *world.submissions)]
        values = field_values("dummy", uuids)
        assert set(values) == {submission.uuid for submission in three}
        assert values[three[1].uuid] == {
            "settlement": "jegunovce",
            "topics": ["roads", "air"],
            "since": "1999-05-01",
            "owner": True,
            "note": "<b>quiet</b>",
        }
        assert field_values("dummy", uuids, with_private=True)[three[0].uuid]["age"] == 41

    def test_counts(self, three, world):
        consultation = world.consultation.uuid
        assert list(field_counts("dummy", "settlement", consultation).items()) == [
            ("vratnica", 2),
            ("jegunovce", 1),
        ]
        assert field_counts("dummy", "topics", consultation) == {"air": 3, "roads": 1}
        assert field_counts("dummy", "owner", consultation) == {True: 3}
        assert field_counts("dummy", "age", consultation) == {}
        assert field_counts("dummy", "age", consultation, with_private=True) == {41: 3}
        assert field_counts("threads", "settlement", consultation) == {}

    def test_only_public_submissions_count(self, three, world):
        Submission.objects.filter(pk=three[0].pk).update(state="hidden")
        assert field_counts("dummy", "settlement", world.consultation.uuid) == {"jegunovce": 1, "vratnica": 1}
        assert three[0].uuid not in field_values("dummy", [three[0].uuid])

    def test_nothing_where_the_plugin_is_off(self, three, world, plugin_off_in_consultation):
        plugin_off_in_consultation("dummy")
        assert field_counts("dummy", "settlement", world.consultation.uuid) == {}
        assert field_values("dummy", [three[0].uuid]) == {}

    def test_queries_do_not_grow(self, three, world, client, django_assert_num_queries):
        uuids = [submission.uuid for submission in three]
        for some in (uuids[:1], uuids):
            with gate.fresh(), django_assert_num_queries(2):
                field_values("dummy", some)
        with gate.fresh(), django_assert_num_queries(3):
            field_counts("dummy", "topics", world.consultation.uuid)
        only = SubmissionFilter(consultation=world.consultation.uuid, about=About.CONSULTATION)
        counts = []
        for limit in (1, 50):
            with gate.fresh(), CaptureQueriesContext(connection) as queries:
                submission_list(only, limit=limit)
            counts.append(len(queries))
        assert counts[0] == counts[1]
