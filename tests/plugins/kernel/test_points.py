from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.utils import translation

from plugins.kernel.breaker import breaker
from plugins.kernel.invoking import HandlerError, resolve
from plugins.kernel.points import (
    Combine,
    ExtensionPoint,
    OnFailure,
    PointError,
    Scope,
    Timing,
    Verdict,
    declared,
    quarantine_misfits,
)

pytestmark = pytest.mark.django_db

PLACE = Scope(institution=UUID(int=1))


@dataclass(frozen=True)
class Text:
    """A context for tests."""

    text: str = "start"


HANDLERS = """
from dataclasses import replace
from django.db import OperationalError, ProgrammingError
from django.utils import translation
from plugins.kernel.verdicts import Verdict

asked = []

def a(context): asked.append("a"); return "a"
def b(context): asked.append("b"); return "b"
def nothing(context): asked.append("nothing")
def broken(context): asked.append("broken"); raise ValueError("what a person wrote")
def wrong(context): return 42
def shout(context): return replace(context, text=context.text.upper())
def twice(context): return replace(context, text=context.text * 2)
def accept(context): asked.append("accept"); return Verdict.accept()
def hold(context): asked.append("hold"); return Verdict.hold("links")
def refuse(context): asked.append("refuse"); return Verdict.refuse("No.", "banned")
def some(context): return {1: "<a>", 2: "<b>"}
def more(context): return {2: "<c>", 3: "<d>"}
def leave(context): raise SystemExit(1)
def speak_albanian(context): translation.activate("sq"); raise ValueError
def unmergeable(context): return {2: 5}
def bad_query(context): raise ProgrammingError("syntax error near what a person wrote")
def lost_database(context): raise OperationalError("server closed the connection")
"""


@pytest.fixture
def plug(install, loaded, manifest_of, everywhere):
    """Loads plugins ant, bee, cat …, each with one handler of HANDLERS at point "test.point"."""
    install.module("kvtest_handlers.py", HANDLERS)

    def load(*handlers, module="kvtest_handlers"):
        slugs = ("ant", "bee", "cat", "dog")
        return loaded(
            *(
                manifest_of(slug, ("test.point", f"{module}:{handler}"))
                for slug, handler in zip(slugs, handlers, strict=False)
            )
        )

    return load


@pytest.fixture
def asked():
    """The handlers that ran, in order."""

    def read():
        import kvtest_handlers

        return kvtest_handlers.asked

    return read


def point(combine=Combine.ALL, result=str, **options):
    """An undeclared point for this test."""
    return ExtensionPoint("test.point", Text, result, combine=combine, declare=False, doc="For a test.", **options)


def checks(**options):
    """A point whose handlers may veto."""
    return point(Combine.VETO, Verdict, on_failure=OnFailure.HOLD, **options)


def test_all_returns_every_answer_in_the_order_of_slugs(plug):
    plug("b", "nothing", "a")
    assert point().dispatch(Text(), PLACE) == ["b", "a"]


def test_first_stops_at_the_first_answer(plug, asked):
    plug("nothing", "a", "b")
    assert point(Combine.FIRST).dispatch(Text(), PLACE) == ["a"]
    assert asked() == ["nothing", "a"]


def test_chain_hands_each_answer_to_the_next_and_skips_a_broken_one(plug):
    plug("shout", "broken", "nothing", "twice")
    assert point(Combine.CHAIN, Text).dispatch(Text("ab"), PLACE) == [Text("ABAB")]


def test_merge_joins_values_under_one_key(plug):
    plug("some", "more")
    assert point(Combine.MERGE, dict[int, str]).dispatch(Text(), PLACE) == [{1: "<a>", 2: "<b><c>", 3: "<d>"}]


def test_merge_leaves_out_a_plugin_whose_values_do_not_fit(plug):
    plug("some", "unmergeable")
    assert point(Combine.MERGE, dict[int, str]).dispatch(Text(), PLACE) == [{1: "<a>", 2: "<b>"}]


def test_veto_asks_until_the_first_refusal_and_names_the_plugins(plug, asked):
    plug("accept", "hold", "refuse", "accept")
    verdicts = checks().dispatch(Text(), PLACE)
    assert verdicts == [
        replace(Verdict.accept(), plugin="ant"),
        replace(Verdict.hold("links"), plugin="bee"),
        replace(Verdict.refuse("No.", "banned"), plugin="cat"),
    ]
    assert asked() == ["accept", "hold", "refuse"]


@pytest.mark.parametrize(
    ("combine", "result", "expected"),
    [
        (Combine.ALL, str, []),
        (Combine.FIRST, str, []),
        (Combine.CHAIN, Text, [Text("start")]),
        (Combine.VETO, Verdict, []),
        (Combine.MERGE, dict[int, str], [{}]),
    ],
)
def test_dispatch_to_nobody_returns_what_the_combination_means(loaded, combine, result, expected):
    loaded()
    assert point(combine, result).dispatch(Text(), PLACE) == expected


def test_dispatch_asks_only_plugins_that_are_on(plug, monkeypatch):
    plug("a", "b")
    monkeypatch.setattr("plugins.kernel.gate._activation", lambda scope: ["bee"])
    assert point().dispatch(Text(), PLACE) == ["b"]
    assert [loaded.plugin for loaded in point().contributions(PLACE)] == ["bee"]


@pytest.mark.parametrize("handler", ["broken", "wrong", "not_there"])
def test_failing_handler_is_isolated(plug, handler):
    plug("a", handler, "b")
    assert point().dispatch(Text(), PLACE) == ["a", "b"]


def test_handler_that_wants_to_exit_ends_nothing(plug):
    plug("a", "leave", "b")
    assert point().dispatch(Text(), PLACE) == ["a", "b"]


def test_handler_leaves_the_language_of_the_page_alone(plug):
    plug("speak_albanian")
    with translation.override("mk"):
        point().dispatch(Text(), PLACE)
        assert translation.get_language() == "mk"


def test_handler_whose_module_cannot_be_imported_is_isolated(plug, install):
    install.module("kvtest_unimportable.py", "import kvtest_missing_dependency")
    plug("a", module="kvtest_unimportable")
    assert point().dispatch(Text(), PLACE) == []


def test_handler_whose_module_exits_when_imported_is_isolated(plug, install):
    install.module("kvtest_exits.py", "raise SystemExit(1)")
    plug("a", module="kvtest_exits")
    assert point().dispatch(Text(), PLACE) == []


@pytest.mark.parametrize("handler", ["broken", "nothing", "wrong", "not_there"])
def test_check_that_fails_or_says_nothing_holds(plug, handler):
    plug("accept", handler)
    assert checks().dispatch(Text(), PLACE)[1] == replace(Verdict.hold("check_failed"), plugin="bee")


def test_check_behind_an_open_breaker_holds_without_being_asked(plug, asked):
    plug("accept")
    for _ in range(5):
        breaker.failed("ant", PLACE.institution, "x")
    assert checks().dispatch(Text(), PLACE) == [replace(Verdict.hold("check_failed"), plugin="ant")]
    assert not asked()


def test_handler_is_left_out_after_five_failures_there_and_asked_elsewhere(plug, asked):
    plug("broken")
    for _ in range(7):
        point().dispatch(Text(), PLACE)
    assert asked() == ["broken"] * 5
    point().dispatch(Text(), Scope(institution=UUID(int=2)))
    assert asked() == ["broken"] * 6


@pytest.mark.parametrize("handler", ["bad_query", "lost_database"])
def test_database_error_is_raised_on(plug, handler):
    from django.db import DatabaseError

    plug(handler)
    with pytest.raises(DatabaseError):
        point().dispatch(Text(), PLACE)


def test_database_error_counts_against_the_plugin_unless_the_database_is_in_trouble(plug):
    from django.db import DatabaseError

    for handler, left_out in (("bad_query", True), ("lost_database", False)):
        breaker.reset_all()
        plug(handler)
        for _ in range(5):
            with pytest.raises(DatabaseError):
                point().dispatch(Text(), PLACE)
        assert breaker.allows("ant", PLACE.institution) is not left_out


def test_context_of_another_class_is_the_cores_mistake(plug):
    plug("a")
    with pytest.raises(PointError, match=r"'test\.point' takes Text, not str"):
        point().dispatch("text", PLACE)


def test_point_to_be_collected_is_not_dispatched(plug):
    plug("a")
    with pytest.raises(PointError, match="collected at start-up"):
        point(timing=Timing.START).dispatch(Text(), PLACE)


def test_collecting_resolves_handlers_whether_on_or_not(plug, monkeypatch):
    plug("a", "b")
    monkeypatch.setattr("plugins.kernel.gate._activation", lambda scope: [])
    collected = point(timing=Timing.START).collect()
    assert [(resolved.plugin, resolved.value(Text())) for resolved in collected] == [("ant", "a"), ("bee", "b")]


def test_collecting_quarantines_a_plugin_whose_handler_cannot_be_imported(plug):
    registry = plug("a", "not_there")
    assert [resolved.plugin for resolved in point(timing=Timing.START).collect()] == ["ant"]
    assert [(entry.slug, entry.reason.partition(" (")[0]) for entry in registry.quarantined] == [
        (
            "bee",
            "test.point kvtest_handlers:not_there: cannot be imported: "
            "plugins.kernel.invoking.HandlerError: kvtest_handlers has no 'not_there'",
        )
    ]


def test_handler_that_is_misspelt_is_told_with_the_name_it_may_mean():
    with pytest.raises(HandlerError, match="has no 'HandlerEror', did you mean 'HandlerError'"):
        resolve("plugins.kernel.invoking:HandlerEror")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"doc": " "}, "has no documentation"),
        ({"result": Verdict}, "a veto, and only a veto, answers with Verdict"),
        ({"combine": Combine.VETO}, "a veto, and only a veto, answers with Verdict"),
        ({"on_failure": OnFailure.HOLD}, "only a veto can hold"),
        ({"combine": Combine.MERGE, "result": dict}, "a merge answers with dict"),
    ],
)
def test_point_that_contradicts_itself_cannot_be_declared(options, message):
    given = {"doc": "For a test.", "result": str, "declare": False} | options
    with pytest.raises(PointError, match=message):
        ExtensionPoint("test.point", Text, **given)


def test_point_cannot_be_declared_twice():
    assert declared()["site.urls"].timing is Timing.START
    with pytest.raises(PointError, match=r"'site\.urls' is declared twice"):
        ExtensionPoint("site.urls", Text, str, doc="Again.")


@pytest.mark.parametrize(
    ("contribution", "reason"),
    [
        ({"point": "site.ursl", "handler": "x:y"}, "there is no extension point 'site.ursl', did you mean"),
        ({"point": "zzzzz", "handler": "x:y"}, "there is no extension point 'zzzzz'"),
        ({"point": "site.urls"}, "its contribution to 'site.urls' has no handler"),
        (
            {"point": "site.urls", "handler": "x:y", "options": {"prefx": "polls"}},
            "its contribution to 'site.urls' has unknown options: prefx",
        ),
    ],
)
def test_plugin_with_a_contribution_that_fits_nowhere_is_quarantined(loaded, manifest_of, contribution, reason):
    from plugins.kernel.manifest import Contribution

    registry = loaded(
        manifest_of("ant", Contribution(**contribution)),
        manifest_of("bee", Contribution(point="site.urls", handler="x:y", options={"prefix": "b"})),
    )
    quarantine_misfits(registry)
    assert [plugin.slug for plugin in registry.plugins] == ["bee"]
    assert registry.quarantined[0].reason.startswith(reason)
