"""Contributions are found by the settlement they come from."""

import pytest
from settling import send

from plugins.api.search import SearchQuery, search


@pytest.fixture
def indexed(world, settlements, worker):
    """Two contributions from one settlement and one from another, in the index."""
    for settlement in (settlements[0], settlements[0], settlements[1]):
        send(world, settlement)
    worker()


@pytest.fixture
def find(world):
    """`find(settlement="code")`: what is found of the world's institution, narrowed so."""

    def ask(**filters):
        chosen = {name: frozenset({value}) for name, value in filters.items()}
        return search(SearchQuery(institutions=frozenset({str(world.institution.uuid)}), filters=chosen))

    return ask


def counted(results):
    """How many things are found of each settlement."""
    return {entry.value: entry.count for entry in results.facets.get("settlement", ()) if entry.value}


def test_results_are_counted_and_narrowed_by_settlement(indexed, find, settlements):
    everything = find()
    assert counted(everything) == {"testville-kopanica": 2, "testville-janchishte": 1}
    assert find(settlement="testville-kopanica").total == 2
    assert find(settlement="elsewhere").total == 0


def test_nothing_is_found_by_settlement_where_the_plugin_is_off(world, indexed, find, plugin_off, worker):
    plugin_off("neighbourhoods")
    worker()
    assert counted(find()) == {}
