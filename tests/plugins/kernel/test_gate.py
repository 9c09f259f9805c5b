from uuid import UUID

import pytest

from plugins.kernel import gate
from plugins.kernel.scope import PORTAL, Scope

PLACE = Scope(institution=UUID(int=1))


@pytest.fixture
def asked(monkeypatch):
    """The scopes the installed gate was asked about; it lets `ant` and `ghost` through."""
    scopes = []

    def activation(scope):
        scopes.append(scope)
        return ["ant", "ghost"]

    monkeypatch.setattr(gate, "_activation", None)
    gate.install(activation)
    return scopes


def test_gate_that_nobody_installed_lets_nothing_through(loaded, manifest_of, monkeypatch):
    monkeypatch.setattr(gate, "_activation", None)
    loaded(manifest_of("ant"))
    assert gate.active_slugs(PLACE) == frozenset()
    assert gate.is_active("ant", PLACE) is False


def test_gate_lets_only_loaded_plugins_through(loaded, manifest_of, asked):
    loaded(manifest_of("ant"), manifest_of("bee"))
    assert gate.active_slugs(PLACE) == {"ant"}
    assert gate.is_active("bee", PLACE) is False


def test_gate_shuts_for_a_plugin_in_quarantine(loaded, manifest_of, asked):
    registry = loaded(manifest_of("ant"))
    assert gate.is_active("ant", PORTAL) is True
    registry.quarantine("ant", "it misbehaved")
    assert gate.is_active("ant", PORTAL) is False


def test_gate_remembers_within_a_unit_of_work_only():
    calls = []
    with gate.fresh():
        assert [gate.remembered("key", lambda: calls.append(1) or len(calls)) for _ in range(3)] == [1, 1, 1]
    assert gate.remembered("key", lambda: calls.append(1) or len(calls)) == 2
    assert gate.remembered("key", lambda: calls.append(1) or len(calls)) == 3


def test_gate_forgets_when_told_that_something_changed():
    values = iter([1, 2])
    with gate.fresh():
        assert gate.remembered("key", lambda: next(values)) == 1
        gate.forget()
        assert gate.remembered("key", lambda: next(values)) == 2


def test_gate_inner_unit_of_work_has_a_memory_of_its_own():
    with gate.fresh():
        gate.remembered("key", lambda: "outer")
        with gate.fresh():
            assert gate.remembered("key", lambda: "inner") == "inner"
        assert gate.remembered("key", lambda: "again") == "outer"
