"""The OpenAPI document is reviewed like code: `make schema` writes it anew, and the diff shows what changed."""

from pathlib import Path

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate

from tests.factories.record import InstitutionFactory

SNAPSHOT = Path(__file__).with_name("openapi.yaml")
pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client):
    """The document of a site with one institution, where the bundled plugins are on."""
    InstitutionFactory()
    GENERATOR_STATS.reset()
    answer = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_schema_is_the_reviewed_one(document, request):
    if request.config.getoption("--update-snapshots"):
        SNAPSHOT.write_text(document)
    assert document == SNAPSHOT.read_text(), "the API changed: `make schema`, and read the diff"


def test_schema_is_valid_openapi_3_1_and_complete(document):
    parsed = yaml.safe_load(document)
    validate(parsed)
    assert parsed["openapi"] == "3.1.0"
    assert dict(GENERATOR_STATS._warn_cache) == {}
    assert dict(GENERATOR_STATS._error_cache) == {}


def test_every_operation_says_what_it_does_and_what_may_go_wrong(document):
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in yaml.safe_load(document)["paths"].items()
        for method, operation in methods.items()
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert len(operations) >= 10
    assert [name for name, operation in operations.items() if not operation.get("description")] == []
    problems = {
        name: {
            content
            for code, answer in operation["responses"].items()
            if code.startswith("4")
            for content in answer.get("content", {})
        }
        for name, operation in operations.items()
    }
    assert {name: found for name, found in problems.items() if found - {"application/problem+json"}} == {}
