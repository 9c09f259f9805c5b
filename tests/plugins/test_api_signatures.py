"""What plugins are promised changes only with a version step, and only when somebody says so.

`api/released.json` is the last release: it says which step a change needs. `api/current.json` is what there
is now: a change shows in its diff. `pytest tests/plugins/test_api_signatures.py --update-snapshots` writes
the second anew, where the version is stepped as far as the change needs. A release copies it over the first.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plugins.kernel.version import API_VERSION
from tests.plugins.api_shape import changes, objections, shape_of, shape_of_api

HERE = Path(__file__).parent / "api"
UPDATE = "pytest tests/plugins/test_api_signatures.py --update-snapshots"


def read(name):
    """One of the two snapshots."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def test_api_changes_with_a_version_step():
    assert objections(read("released"), shape_of_api(), API_VERSION) == []


def test_api_is_as_written_down(request):
    now = json.loads(json.dumps(shape_of_api()))
    if request.config.getoption("--update-snapshots"):
        refused = objections(read("released"), now, API_VERSION)
        assert refused == []
        text = json.dumps({"version": API_VERSION, "offers": now}, indent=1, sort_keys=True, ensure_ascii=False)
        (HERE / "current.json").write_text(f"{text}\n", encoding="utf-8")
    written = read("current")
    breaking, adding = changes(written["offers"], now)
    assert (breaking, adding, written["version"]) == ([], [], API_VERSION), f"If this is meant: {UPDATE}"


@dataclass
class Given:
    """Something to compare."""

    name: str
    size: int = 1


def function(one: int, *, two: str = "") -> bool:
    """Something to compare."""
    return bool(one and two)


OFFERS = {"record.Given": shape_of(Given), "record.function": shape_of(function)}
RELEASED = {"version": "1.4.2", "offers": OFFERS}


def changed(name, **parts):
    """The offers, with one of them changed by `path__to=value`."""
    offers = json.loads(json.dumps(OFFERS))
    for path, value in parts.items():
        *parents, last = path.split("__")
        place = offers[name]
        for parent in parents:
            place = place[parent]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return offers


OPTIONAL, REQUIRED = {"type": "int", "required": False}, {"type": "int", "required": True}


@pytest.mark.parametrize(
    ("offers", "change"),
    [
        (changed("record.function", parameters__two=None), "record.function.parameters.two is gone"),
        (changed("record.function", parameters__three=REQUIRED), "record.function.parameters.three is new"),
        (
            changed("record.function", parameters__one__type="str"),
            "record.function.parameters.one.type was 'int' and is 'str'",
        ),
        (changed("record.Given", fields__size=None), "record.Given.fields.size is gone"),
        (changed("record.Given", fields__size__required=True), "record.Given.fields.size.required was False"),
        ({"record.Given": OFFERS["record.Given"]}, "record.function is gone"),
    ],
)
def test_change_that_breaks_plugins_needs_a_major_step(offers, change):
    (told,) = objections(RELEASED, offers, "1.5.0")
    assert told.startswith(change)
    assert told.endswith("or step API_VERSION to 2.0.0.")
    assert objections(RELEASED, offers, "2.0.0") == []


@pytest.mark.parametrize(
    "offers",
    [
        changed("record.function", parameters__three=OPTIONAL),
        changed("record.Given", fields__height=OPTIONAL),
        changed("record.Given", fields__name__required=False),
        OFFERS | {"record.other": shape_of(function)},
    ],
)
def test_addition_needs_a_minor_step(offers):
    (told,) = objections(RELEASED, offers, "1.4.3")
    assert told.endswith("step API_VERSION (plugins/kernel/version.py) to 1.5.0.")
    assert objections(RELEASED, offers, "1.5.0") == []


def test_nothing_changed_needs_no_step():
    assert objections(RELEASED, OFFERS, "1.4.2") == []


@dataclass
class GivenContext:
    """Something that plugins are given."""

    name: str
    further: list[int] = field(default_factory=list)


def test_further_field_of_what_plugins_are_given_breaks_nobody():
    old = {"extension_points.GivenContext": shape_of(GivenContext)}
    new = json.loads(json.dumps(old))
    new["extension_points.GivenContext"]["fields"]["number"] = REQUIRED
    assert changes(old, new) == ([], ["extension_points.GivenContext.fields.number is new"])
