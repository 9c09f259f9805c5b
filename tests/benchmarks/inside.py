"""Queries and time of each benchmarked page inside one process; prints one JSON object."""

import json
import statistics
import time
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from tests.benchmarks.pages import requests  # noqa: E402

REPEATS = 7


def measured(spec: dict[str, Any]) -> dict[str, Any]:
    """Median milliseconds, queries and milliseconds in SQL, after one request to warm up."""
    client = Client(SERVER_NAME="127.0.0.1")
    times, sql, queries = [], [], 0
    for number in range(REPEATS + 1):
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            if "body" in spec:
                body = {**spec["body"], "email": f"inside{number}@example.org"}
                headers = {"Idempotency-Key": f"inside-{number}"}
                answer = client.post(spec["path"], body, content_type="application/json", headers=headers)
            else:
                answer = client.get(spec["path"])
            elapsed = time.perf_counter() - started
        assert answer.status_code in (200, 201), (spec, answer.status_code)
        if number:
            times.append(elapsed * 1000)
            sql.append(sum(float(query["time"]) for query in captured) * 1000)
            queries = len(captured)
    return {"ms": statistics.median(times), "sql_ms": statistics.median(sql), "queries": queries}


if __name__ == "__main__":
    specs = requests("synthetic")
    pages = {name: measured(spec) for name, spec in specs.items()}
    print(json.dumps({"requests": specs, "pages": pages}))
