"""What a page costs does not grow with what people wrote: queries at 3 and at 5,000 submissions."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.pages import requests

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
LIMITS = {
    "API: 50 submissions": 8,
    "list of consultations": 12,
    "document with counts": 12,
    "thread of 50 roots": 12,
    "search with facets": 12,
    "POST a submission": 15,
}


def queries(client: Client, spec: dict[str, Any], key: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        if "body" in spec:
            body = {**spec["body"], "email": f"{key}@example.org"}
            headers = {"Idempotency-Key": key}
            response = client.post(spec["path"], body, content_type="application/json", headers=headers)
        else:
            response = client.get(spec["path"])
    assert response.status_code in (200, 201), (spec, response.content[:500])
    return [query["sql"] for query in captured]


def test_queries_are_few_and_equal_at_3_and_5000_submissions(client: Client) -> None:
    call_command("synthesize", "--submissions", "3", "--slug", "few", "--no-index", verbosity=0)
    call_command("synthesize", "--submissions", "5000", "--slug", "many", "--no-index", "--seed", "2", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what autovacuum does after so many rows, but not within a transaction
    call_command("threads_rebuild", all=True, verbosity=0)
    call_command("search", "rebuild", verbosity=0)
    costs: dict[str, dict[str, list[str]]] = {}
    for slug in ("few", "many"):
        asked = requests(slug)
        for name in LIMITS:
            spec = asked[name]
            queries(client, spec, f"{slug}-{name}-warm".replace(" ", ""))
            costs.setdefault(name, {})[slug] = queries(client, spec, f"{slug}-{name}".replace(" ", ""))
    for name, limit in LIMITS.items():
        few, many = costs[name]["few"], costs[name]["many"]
        assert len(many) <= limit, (name, many)
        assert len(few) == len(many), (name, few, many)
