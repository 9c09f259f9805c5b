"""The order between plugins: as they ask, stable otherwise, and never in a circle."""

import pytest

from plugins.kernel.manifest import Contribution, ManifestError
from plugins.kernel.ordering import circles, ordered
from plugins.kernel.points import quarantine_misfits
from plugins.kernel.registry import LoadedContribution


def made(plugin, name="slot", **order):
    return LoadedContribution(plugin, Contribution(point="home.page", handler=f"{plugin}.slots:{name}", **order))


def names(contributions):
    return [f"{loaded.plugin}.{loaded.contribution.name}" for loaded in contributions]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([made("ant"), made("bee"), made("cat")], ["ant.slot", "bee.slot", "cat.slot"]),
        ([made("ant"), made("bee"), made("cat", before=("ant",))], ["bee.slot", "cat.slot", "ant.slot"]),
        ([made("ant", after=("bee",)), made("bee"), made("cat")], ["bee.slot", "ant.slot", "cat.slot"]),
        ([made("ant", after=("cat",)), made("bee"), made("cat")], ["bee.slot", "cat.slot", "ant.slot"]),
        ([made("ant", after=("not_installed",), before=("nor_this",)), made("bee")], ["ant.slot", "bee.slot"]),
        (
            [made("ant", "first", before=("bee",)), made("ant", "last", after=("bee",)), made("bee")],
            ["ant.first", "bee.slot", "ant.last"],
        ),
        (
            [made("ant", after=("bee",)), made("bee", "one"), made("bee", "two")],
            ["bee.one", "bee.two", "ant.slot"],
        ),
    ],
)
def test_order_is_as_asked_and_otherwise_as_given(given, expected):
    assert names(ordered(given)) == expected
    assert circles(given) == {}


def test_circle_names_all_its_members_and_nobody_who_only_waits_for_them():
    given = [
        made("ant", after=("bee",)),
        made("bee", after=("cat",)),
        made("cat", after=("ant",)),
        made("dog", after=("ant",)),
        made("eel", before=("ant",)),
    ]
    assert circles(given) == {
        "ant": "ant → cat → bee → ant",
        "bee": "bee → ant → cat → bee",
        "cat": "cat → bee → ant → cat",
    }
    assert names(ordered(given)) == ["eel.slot", "ant.slot", "bee.slot", "cat.slot", "dog.slot"]


def test_members_of_a_circle_are_quarantined_and_the_others_stay(loaded, manifest_of):
    registry = loaded(
        manifest_of("ant", Contribution(point="home.page", handler="a:b", before=("bee",))),
        manifest_of("bee", Contribution(point="home.page", handler="a:b", before=("ant",))),
        manifest_of("cat", Contribution(point="home.page", handler="a:b", after=("ant",))),
    )
    quarantine_misfits(registry)
    assert [plugin.slug for plugin in registry.plugins] == ["cat"]
    assert {entry.slug: entry.reason for entry in registry.quarantined} == {
        "ant": "its order at 'home.page' goes in a circle: ant → bee → ant. Mend `before` or `after`",
        "bee": "its order at 'home.page' goes in a circle: bee → ant → bee. Mend `before` or `after`",
    }


def test_registry_runs_contributions_in_their_order(loaded, manifest_of):
    registry = loaded(
        manifest_of("ant", ("home.page", "a:b")),
        manifest_of("bee", Contribution(point="home.page", handler="a:b", before=("ant",))),
    )
    assert [loaded.plugin for loaded in registry.contributions("home.page")] == ["bee", "ant"]


@pytest.mark.parametrize("field", ["before", "after"])
def test_manifest_that_names_its_own_plugin_is_refused_with_file_and_line(manifest_of, field):
    wrong = Contribution(point="home.page", handler="a:b", **{field: ("ant",)})
    with pytest.raises(ManifestError) as refused:
        manifest_of("ant", wrong)
    assert wrong.declared_at.startswith("plugins/kernel/test_ordering.py:")
    assert str(refused.value) == (
        f"plugin 'ant': contribution to 'home.page' ({wrong.declared_at}): {field}: must be other plugins' slugs, "
        "got 'ant'"
    )
