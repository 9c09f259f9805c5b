"""What an operator's watchdog asks: does the process live, and may it be sent visitors?"""

import pytest
from django.db import DatabaseError

from cms.api import health
from search.engines import EngineUnavailableError


@pytest.fixture(autouse=True)
def migrations_not_yet_seen(monkeypatch):
    """Each test asks anew what the process remembers once it is migrated."""
    monkeypatch.setattr(health, "_migrated", False)


def test_healthz_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_never_cached_and_only_read(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_readyz_is_ready_on_a_migrated_database(client):
    answer = client.get("/readyz")
    body = answer.json()
    assert (answer.status_code, body["status"]) == (200, "ok")
    assert body["checks"] == {"database": "ok", "search": "ok"}
    assert body["plugins_quarantined"] == 0


@pytest.mark.django_db
def test_readyz_is_not_ready_while_the_database_is_down(client, monkeypatch):
    def refuse():
        raise DatabaseError("connection to server at 10.0.0.1 refused")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert answer.json()["checks"]["database"] == "down"
    assert b"10.0.0.1" not in answer.content


@pytest.mark.django_db
def test_readyz_is_not_ready_before_the_migrations_ran(client, monkeypatch):
    monkeypatch.setattr(health, "core_is_migrated", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "migrations are missing")


@pytest.mark.django_db
def test_readyz_stays_ready_while_search_is_down(client, monkeypatch):
    def refuse(url):
        raise EngineUnavailableError("no answer")

    monkeypatch.setattr(health, "engine_for", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["checks"] == {"database": "ok", "search": "down"}
