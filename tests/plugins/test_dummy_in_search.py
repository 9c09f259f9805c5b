"""What a stranger's plugin adds to search where it is on, and that none of it stays where it is off."""

import pytest
from django.utils.text import format_lazy
from kuvend_dummy import sources
from kuvend_dummy.models import Note

from plugins.kernel.invoking import resolve
from plugins.kernel.models import PluginFailure
from plugins.testing.world import make_world
from search import facets, upkeep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]


@pytest.fixture
def world():
    """A world in which the dummy is on and has taken two notes."""
    world = make_world(plugin="dummy")
    Note.objects.all().delete()
    for word in ("first", "second"):
        Note.objects.create(institution=world.institution.uuid, word=word)
    upkeep.rebuild()
    return world


def page(client, query):
    answer = client.get(f"/en/search/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_facet_of_a_plugin_is_offered_by_its_names_and_narrows(client, world):
    assert "dummy_word" in facets.names()
    content = page(client, "kind=dummy_note")
    assert "Dummy word" in content
    assert "First!" in content
    narrowed = page(client, "kind=dummy_note&dummy_word=first")
    assert "dummy note first" in narrowed.replace("<mark>", "").replace("</mark>", "")
    assert "dummy note second" not in narrowed
    assert client.get("/api/v1/search/?dummy_word=first").json()["total"] == 1
    assert client.get("/api/v1/search/", {"q": "note dummy_word:second"}).json()["total"] == 1


def test_plugin_speaks_below_its_hits_and_below_all(client, world):
    content = page(client, "kind=dummy_note")
    assert content.count('data-place="search.result"') == 2
    assert content.count('data-place="search.footer"') == 1
    other = page(client, "kind=submission")
    assert 'data-place="search.result"' not in other
    assert other.count('data-place="search.footer"') == 1


def test_nothing_of_it_is_left_where_the_plugin_is_off(client, world, plugin_off):
    plugin_off("dummy")
    upkeep.tend()
    for query in ("", "kind=dummy_note", "q=dummy", "dummy_word=first"):
        content = page(client, query)
        for trace in ("data-place=", "Dummy word", "First!", "dummy note"):
            assert trace not in content, (query, trace)


def test_facet_is_gone_at_once_where_its_plugin_is_forbidden_though_the_index_waits(client, world, plugin_off):
    make_world("elsewhere", plugin="dummy")
    upkeep.rebuild()
    here = f"institution={world.institution.slug}"
    assert "Dummy word" in page(client, here)
    plugin_off("dummy")
    assert "Dummy word" not in page(client, here)
    assert "Dummy word" not in page(client, f"{here}&dummy_word=first")


@pytest.mark.usefixtures("no_failures")
def test_values_stand_for_themselves_where_the_plugin_fails_to_name_them(client, world, monkeypatch):
    monkeypatch.setattr(sources, "word_labels", lambda values, language: {"first": format_lazy("{nothing}")})
    resolve.cache_clear()
    content = page(client, "kind=dummy_note")
    resolve.cache_clear()
    assert "first" in content
    assert "First!" not in content
    assert PluginFailure.objects.get().last_error_type == "KeyError"
