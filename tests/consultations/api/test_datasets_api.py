"""Open data of a consultation: the record's own sets, and a plugin's, which is whole or not there."""

import csv
import io
import json
import sys
import types
from itertools import pairwise

import pytest

from consultations.authors import Guest
from consultations.outputs import own_datasets
from consultations.services.submit import submit
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.invoking import resolve
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.models import PluginFailure
from plugins.kernel.points import quarantine_misfits
from plugins.kernel.registry import registry
from tests.factories.record import (
    ConsultationFactory,
    ContactDetailFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
SET = {"name": "answers", "columns": ["choice", "votes"], "label": {"en": "Votes", "sq": "Vota"}}


@pytest.fixture
def version():
    return VersionFactory()


@pytest.fixture
def consultation(version):
    return ConsultationFactory(institution=version.document.institution, versions=[version])


@pytest.fixture
def guest():
    return Guest(email="arta@example.org", display_name="Arta")


def address(consultation, name=""):
    return f"/api/v1/consultations/{consultation.uuid}/datasets/{name}"


def body(answer):
    return b"".join(answer).decode()


def table(client, consultation, name, query=""):
    """The rows of a CSV file as dictionaries."""
    answer = client.get(address(consultation, f"{name}.csv{query}"))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(body(answer), newline="")))


def test_own_sets_are_listed_with_their_columns_and_addresses(client, consultation):
    items = client.get(address(consultation), {"language": "en"}).json()["items"]
    assert [(item["name"], item["label"]) for item in items] == [
        ("submissions", "Contributions"),
        ("responses", "Answers"),
        ("ledger", "Record of events"),
    ]
    for item in items:
        answer = client.get(item["json"])
        assert json.loads(body(answer))["columns"] == item["columns"]
        assert body(client.get(item["csv"])).splitlines()[0].split(",") == item["columns"]


def test_submissions_tell_place_words_and_answer(client, consultation, version):
    uid = version.provisions.get(number="2").uid
    first = SubmissionFactory(
        consultation=consultation,
        version=version,
        provision_uid=uid,
        text="=HYPERLINK(1)",
        author_organisation="Eko",
    )
    SubmissionFactory(parent=first, channel="paper")
    ResponseFactory(consultation=consultation, submissions=[first], outcome="noted")
    rows = table(client, consultation, "submissions", "?language=en")
    assert [row["number"] for row in rows] == ["1", "2"]
    shown = rows[0]
    assert (shown["provision"], shown["provision_heading"]) == (str(uid), "Heading 2 (en)")
    assert (shown["text"], shown["author_organisation"]) == ("'=HYPERLINK(1)", "Eko")
    assert (shown["outcome"], shown["reasons"]) == ("noted", "Accepted.")
    assert (rows[1]["in_reply_to"], rows[1]["channel"], rows[1]["outcome"]) == ("1", "paper", "")


def test_submissions_keep_what_is_not_public(client, consultation):
    removed = SubmissionFactory(consultation=consultation, state="removed", text="unspeakable", author_name="Nina")
    ModerationDecisionFactory(submission=removed)
    SubmissionFactory(consultation=consultation, state="held", text="held back")
    public = SubmissionFactory(consultation=consultation)
    ContactDetailFactory(participant=public.participant, email="somebody@example.org")
    for form in ("csv", "json"):
        written = body(client.get(address(consultation, f"submissions.{form}")))
        for secret in ("unspeakable", "Nina", "held back", "somebody@", str(public.participant.uuid)):
            assert secret not in written
    rows = table(client, consultation, "submissions")
    assert [(row["state"], row["text"] == "") for row in rows] == [("removed", True), ("published", False)]


def test_responses_tell_which_is_in_force(client, consultation):
    submission = SubmissionFactory(consultation=consultation)
    former = ResponseFactory(consultation=consultation, submissions=[submission], outcome="not_accepted")
    former.targets.update(is_current=False)
    ResponseFactory(consultation=consultation, submissions=[submission], reasons={"mk": "Прифатено."})
    ResponseFactory(submissions=[SubmissionFactory()])
    rows = table(client, consultation, "responses", "?language=sq")
    assert [(row["outcome"], row["in_force"]) for row in rows] == [("not_accepted", "false"), ("accepted", "true")]
    assert (rows[1]["submission_number"], rows[1]["language"], rows[1]["reasons"]) == ("1", "mk", "Прифатено.")


def test_ledger_is_the_chain(client, consultation, guest):
    submit(consultation_uuid=consultation.uuid, text="Një", language="sq", author=guest, channel="api")
    rows = json.loads(body(client.get(address(consultation, "ledger.json"))))["rows"]
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(later["previous_hash"] == earlier["hash"] for earlier, later in pairwise(rows))


@pytest.mark.parametrize(("name", "queries"), [("submissions", 10), ("responses", 4), ("ledger", 4)])
def test_sets_are_read_in_batches(client, consultation, monkeypatch, name, queries, django_assert_max_num_queries):
    SubmissionFactory.create_batch(5, consultation=consultation)
    for submission in list(consultation.submissions.all()):
        ResponseFactory(consultation=consultation, submissions=[submission])
    before = body(client.get(address(consultation, f"{name}.json")))
    monkeypatch.setattr(own_datasets, "BATCH", 2)
    assert body(client.get(address(consultation, f"{name}.json"))) == before
    monkeypatch.setattr(own_datasets, "BATCH", 3)
    answer = client.get(address(consultation, f"{name}.json"))
    with django_assert_max_num_queries(queries):
        body(answer)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("nothing.csv", 404),
        ("submissions.xml", 404),
        ("submissions.csv?bom=2", 400),
        ("submissions.json?bom=1", 400),
        ("submissions.csv?language=xx", 400),
        ("probe.answers.csv", 404),
    ],
)
def test_what_there_is_not_is_a_problem(client, consultation, name, status):
    answer = client.get(address(consultation, name))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_file_comes_whatever_form_the_client_accepts(client, consultation):
    answer = client.get(address(consultation, "submissions.csv?bom=1"), headers={"accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == f'attachment; filename="submissions-{str(consultation.uuid)[:8]}.csv"'
    assert body(answer).startswith("\ufeffnumber,")


def load(monkeypatch, rows, **options):
    """Load a plugin with one data set that these rows make."""
    module = types.ModuleType("kvtest_dataset")
    module.rows = rows
    monkeypatch.setitem(sys.modules, "kvtest_dataset", module)
    resolve.cache_clear()
    contribution = Contribution(point="export.dataset", handler="kvtest_dataset:rows", options={**SET, **options})
    manifest = PluginManifest(
        slug="probe",
        version="1.0",
        requires_api=">=1",
        app="kvtest_dataset",
        name={"en": "Probe"},
        description={"en": "For a test"},
        contributions=(contribution,),
    )
    registry.load(Discovery(plugins=(LoadedPlugin("probe", manifest, "kvtest 1.0"),)))


def test_plugins_set_is_listed_and_sent_whole(client, consultation, monkeypatch):
    asked = []

    def rows(context):
        asked.append((context.institution, context.consultation, context.language))
        yield {"choice": "=yes", "votes": 12}
        yield {"choice": "no", "votes": 3}

    load(monkeypatch, rows)
    item = client.get(address(consultation), {"language": "sq"}).json()["items"][-1]
    assert (item["name"], item["label"], item["columns"]) == ("probe.answers", "Vota", ["choice", "votes"])
    answer = client.get(item["csv"] + "?language=sq")
    assert body(answer) == "choice,votes\r\n'=yes,12\r\nno,3\r\n"
    assert answer["Content-Length"] == "30"
    assert asked == [(consultation.institution.uuid, consultation.uuid, "sq")]
    assert json.loads(body(client.get(item["json"])))["rows"][0] == {"choice": "=yes", "votes": 12}


def breaks_in_the_middle(context):
    yield {"choice": "yes", "votes": 12}
    raise RuntimeError("what a person wrote")


@pytest.mark.parametrize(
    "rows",
    [
        breaks_in_the_middle,
        lambda context: None,
        lambda context: [{"choice": "yes", "phone": "044"}],
        lambda context: [{"choice": object()}],
        lambda context: ["yes"],
    ],
)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_plugins_set_that_fails_is_a_problem_and_no_half_file(client, consultation, monkeypatch, rows, form):
    load(monkeypatch, rows)
    answer = client.get(address(consultation, f"probe.answers.{form}"))
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["type"] == "urn:kuvend:problem:dataset_unavailable"
    assert PluginFailure.objects.get().last_contribution == "probe/export.dataset/rows"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"name": ""}, "name is a word of small letters"),
        ({"name": "a.b"}, "name is a word of small letters"),
        ({"columns": []}, "columns is a list of names"),
        ({"columns": ["a", "a"]}, "columns names one twice"),
        ({"columns": ["=a"]}, "not '=a'"),
        ({"label": "Votes"}, "label maps languages to texts"),
    ],
)
def test_set_whose_options_cannot_be_meant_is_quarantined_at_the_start(monkeypatch, options, reason):
    load(monkeypatch, lambda context: [], **options)
    quarantine_misfits(registry)
    (entry,) = registry.quarantined
    assert reason in entry.reason
    assert "'export.dataset' has options that cannot be meant" in entry.reason
