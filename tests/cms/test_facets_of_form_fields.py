"""Submissions are found by public form fields of plugins, where the plugin is on."""

from datetime import UTC, datetime

import pytest

from cms import search_sources
from cms.search_sources import GatedSource, read_again, with_fields
from consultations.activation.switching import disable_plugin, forbid_plugin
from consultations.models import SubmissionFieldValue
from plugins.kernel import gate
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.registry import registry
from search.documents import SearchDocument
from tests.factories.record import ConsultationFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plugin():
    """`probe` has made facets of its fields."""
    facet = {"point": "search.facet", "handler": "kvtest_probe:labels"}
    manifest = PluginManifest(
        slug="probe",
        version="1.0",
        requires_api=">=1",
        app="kvtest_probe",
        name={"en": "Probe"},
        description={"en": "For a test"},
        contributions=tuple(
            Contribution(
                **facet, name=name, options={"name": f"probe_{name}", "label": {"en": name}, "field": name}
            )
            for name in ("street", "topics", "owner")
        ),
    )
    with registry.using(Discovery(plugins=(LoadedPlugin("probe", manifest),))):
        yield


@pytest.fixture
def submission():
    made = SubmissionFactory(consultation=ConsultationFactory(), fields_hash="x")
    for name, value, is_public in (
        ("street", "Main", True),
        ("topics", ["roads", "x" * 121], True),
        ("owner", True, True),
        ("unasked", "y", True),
    ):
        SubmissionFieldValue.objects.create(
            submission=made,
            consultation=made.consultation,
            plugin="probe",
            name=name,
            value=value,
            is_public=is_public,
        )
    return made


def document(submission, **facts):
    return SearchDocument(
        id=f"submission:{submission.uuid}",
        kind="submission",
        institution=str(submission.institution.uuid),
        consultation=str(submission.consultation.uuid),
        language="en",
        state="published",
        year=2026,
        title="T",
        body="B",
        url_path="/",
        published_at=datetime(2026, 11, 1, tzinfo=UTC),
        version=1,
        **facts,
    )


def facets(submission):
    with gate.fresh():
        return with_fields([document(submission, facets={"other": ("kept",)})])[0].facets


def test_values_of_each_kind_are_facets(submission):
    assert facets(submission) == {
        "other": ("kept",),
        "probe_street": ("Main",),
        "probe_topics": ("roads",),
        "probe_owner": ("true",),
    }


def test_what_is_for_staff_alone_is_none(submission):
    SubmissionFieldValue.objects.update(is_public=False)
    assert facets(submission) == {"other": ("kept",)}


def test_nothing_is_left_where_the_plugin_is_off(submission):
    disable_plugin(consultation=submission.consultation, plugin="probe", actor=None)
    assert facets(submission) == {"other": ("kept",)}


def test_facet_of_a_submission_costs_no_query_where_there_is_no_such_facet(submission, django_assert_num_queries):
    made = document(submission)
    with registry.using(Discovery()), django_assert_num_queries(0):
        assert with_fields([made]) == [made]


def test_submissions_are_read_again_when_the_plugin_of_a_field_is_switched(submission, monkeypatch):
    class Source:
        kind = "submission"

        def object_ids(self):
            return iter([str(submission.uuid)])

    enqueued = []
    source = GatedSource("submission_search", Source())
    monkeypatch.setattr(search_sources.sources, "registered", lambda: [source])
    monkeypatch.setattr(
        search_sources.outbox, "enqueue_many", lambda kind, ids: enqueued.append((kind, list(ids)))
    )
    forbid_plugin(institution=submission.institution, plugin="probe", actor=None)
    assert enqueued == [("submission", [str(submission.uuid)])]
    read_again("another", submission.institution)
    assert len(enqueued) == 1
