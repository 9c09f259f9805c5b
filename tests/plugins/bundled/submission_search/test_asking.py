"""Addresses are read without error, and what is wrong in them is named."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from plugins.api.search import Sort
from plugins.bundled.submission_search.asking import read, unknown

INSTITUTIONS = {"jegunovce": "uuid-1", "office": "uuid-2"}


def test_blank_address_asks_for_nothing() -> None:
    asked = read(QueryDict(""), INSTITUTIONS)
    assert asked.is_blank
    assert (asked.text, asked.chosen, asked.sort, asked.page, asked.limit) == ("", {}, Sort.RELEVANCE, 1, 20)
    assert asked.problems == {}


def test_everything_an_address_may_say_is_read() -> None:
    address = "q=rruga&kind=document&kind=submission&institution=office&state=open&language=sr-latn&year=2026"
    asked = read(QueryDict(f"{address}&sort=oldest&page=3&limit=50"), INSTITUTIONS)
    assert asked.problems == {}
    query = asked.query(INSTITUTIONS)
    assert query.text == "rruga"
    assert query.filters == {
        "kind": frozenset({"document", "submission"}),
        "institution": frozenset({"uuid-2"}),
        "state": frozenset({"open"}),
        "language": frozenset({"sr-latn"}),
        "year": frozenset({"2026"}),
    }
    assert (query.sort, query.page, query.page_size) == (Sort.OLDEST, 3, 50)
    assert query.institutions == {"uuid-1", "uuid-2"}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("kind=person", "kind"),
        ("state=lost", "state"),
        ("institution=elsewhere", "institution"),
        ("language=Shqip!", "language"),
        ("year=26", "year"),
        ("sort=best", "sort"),
        ("page=0", "page"),
        ("page=two", "page"),
        ("page=%D9%A3", "page"),
        ("page=99999999999999999999", "page"),
        ("page=501", "page"),
        ("page=101&limit=100", "page"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
    ],
)
def test_wrong_value_is_named_and_left_out(address: str, parameter: str) -> None:
    asked = read(QueryDict(f"q=rruga&{address}"), INSTITUTIONS)
    assert list(asked.problems) == [parameter]
    assert asked.chosen == {}
    asked.query(INSTITUTIONS)


def test_right_values_beside_a_wrong_one_are_kept() -> None:
    asked = read(QueryDict("kind=document&kind=person&kind="), INSTITUTIONS)
    assert asked.chosen == {"kind": ("document",)}
    assert list(asked.problems) == ["kind"]


def test_unknown_parameters_are_told_apart() -> None:
    assert set(unknown(["q", "page", "kind", "colour"])) == {"colour"}


@given(
    st.dictionaries(st.sampled_from(["q", "kind", "year", "sort", "page", "limit", "language", "x"]), st.text())
)
def test_any_address_becomes_a_query(parameters: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(parameters)
    read(query, INSTITUTIONS).query(INSTITUTIONS)
