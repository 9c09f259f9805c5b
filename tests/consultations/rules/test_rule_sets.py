"""What the law asks is data: complete, typed, refused when it cannot be meant."""

from pathlib import Path

import pytest

from consultations.errors import RuleSetUnknown
from consultations.rules.loading import Period, RuleDataError, Unit, load, rule_set, rule_sets

VALID = """
code = "xx"
calendar = "XK"
source = "Some act"
verified = false
[names]
en = "Somewhere"
[opening.standard]
count = 20
unit = "days"
"""


@pytest.mark.parametrize(
    ("code", "calendar", "openings", "response"),
    [
        (
            "xk-government",
            "XK",
            {"standard": Period(15, Unit.WORKING_DAYS), "complex": Period(20, Unit.WORKING_DAYS)},
            None,
        ),
        ("xk-municipality", "XK", {"standard": Period(30, Unit.DAYS)}, None),
        ("xk-ngo-funding", "XK", {}, None),
        (
            "al",
            "AL",
            {"standard": Period(20, Unit.WORKING_DAYS), "complex": Period(20, Unit.WORKING_DAYS)},
            None,
        ),
        ("mk", "MK", {"standard": Period(20, Unit.DAYS)}, None),
        ("rs", "RS", {"standard": Period(20, Unit.DAYS)}, Period(15, Unit.DAYS)),
        ("hr", "HR", {"standard": Period(30, Unit.DAYS)}, None),
    ],
)
def test_rule_set_says_what_the_domain_notes_say(code, calendar, openings, response):
    found = rule_set(code)

    assert (found.calendar, found.openings, found.response) == (calendar, openings, response)


def test_no_rule_set_is_called_verified_before_a_lawyer_has_read_its_act():
    assert {code for code, found in rule_sets().items() if found.verified} == set()


def test_every_rule_set_has_names_in_all_interface_languages():
    for found in rule_sets().values():
        assert set(found.names) == {"en", "sq", "sr-latn", "mk"}
        assert found.name_in("sr") == found.names["sr-latn"]


def test_act_type_of_which_a_rule_set_says_nothing_is_standard():
    assert rule_set("xk-municipality").opening("strategy") == Period(30, Unit.DAYS)
    assert rule_set("xk-ngo-funding").opening("standard") is None


def test_unknown_rule_set_is_refused_by_name():
    with pytest.raises(RuleSetUnknown) as refused:
        rule_set("atlantis")
    assert refused.value.message == "There is no such rule set: atlantis."


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("count = 20", "count = 0"), "opening.standard.count must be a whole number from 1 to 366"),
        (("count = 20", "count = true"), "opening.standard.count must be a whole number from 1 to 366"),
        (('unit = "days"', 'unit = "weeks"'), "opening.standard.unit must be one of days, working_days"),
        (('unit = "days"', ""), "opening.standard must have count and unit"),
        (('code = "xx"', 'code = "yy"'), "code must be 'xx'"),
        (('calendar = "XK"', 'calendar = "ZZ"'), "no working-day calendar for 'ZZ'"),
        (('source = "Some act"', 'source = " "'), "source must name the act"),
        (("verified = false", 'verified = "no"'), "verified must be true or false"),
        (('en = "Somewhere"', 'sq = "Diku"'), "names must be texts by language, English among them"),
        (("opening.standard", "opening.complex"), "opening must have a table for 'standard' acts"),
        (("verified = false", "verified = false\nverifed = true"), "unknown fields verifed"),
        (("[names]", "[names"), "Expected ']' at the end of a table declaration (at line 6, column 7)"),
    ],
)
def test_rule_set_file_with_a_mistake_is_refused(tmp_path: Path, change, complaint):
    path = tmp_path / "xx.toml"
    path.write_text(VALID.replace(*change))

    with pytest.raises(RuleDataError) as refused:
        load(path)
    assert str(refused.value) == f"xx.toml: {complaint}"


def test_rule_set_file_without_a_mistake_is_read(tmp_path: Path):
    path = tmp_path / "xx.toml"
    path.write_text(VALID)

    assert load(path).opening("standard") == Period(20, Unit.DAYS)
