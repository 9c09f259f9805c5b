"""Addresses are read without error, and what is wrong in them is named."""

from datetime import date
from urllib.parse import quote_plus

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from plugins.api.record import TopicView
from plugins.api.search import MAX_TEXT, Sort
from plugins.bundled.submission_search.asking import MOST_BYTES, counted, read, unknown
from tests.factories.search_places import JEGUNOVCE, OFFICE, place_with

WASTE = TopicView(slug="waste", labels={"en": "Waste", "sq": "Mbeturinat", "sr-latn": "Otpad", "mk": "Отпад"})
PROCUREMENT = TopicView(slug="public-procurement", labels={"sr-latn": "Javne nabavke", "en": "Public procurement"})
PLACE = place_with(WASTE, PROCUREMENT, jegunovce=JEGUNOVCE, office=OFFICE)


def query_of(text: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = text
    return query


def test_blank_address_asks_for_nothing() -> None:
    asked = read(QueryDict(""), PLACE)
    assert asked.is_blank
    assert (asked.text, asked.chosen, asked.sort, asked.page, asked.limit) == ("", {}, Sort.RELEVANCE, 1, 20)
    assert asked.problems == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("public procurement", ["public-procurement"]),
        ("javnih nabavki", ["public-procurement"]),
        ("public -procurement", []),
        ("-public procurement", []),
        ("public - procurement", ["public-procurement"]),
        ('"public procurement"', []),
        ("public OR procurement", []),
        ("public procur*", []),
        ("public procurement kind:document -language:sq after:2025", ["public-procurement"]),
        ("otpad OR kind:document", []),
        ("organisation:anybody waste", ["waste"]),
        ("kind:nothing waste", []),
    ],
)
def test_only_a_text_of_plain_words_names_a_topic(text: str, named: list[str]) -> None:
    assert [topic.slug for topic in read(query_of(text), PLACE).topics] == named


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("kind:document", ("kind", "document")),
        ("kind:Dokument", ("kind", "document")),
        ("kind:документ", ("kind", "document")),
        ('outcome:"partly accepted"', ("outcome", "partly_accepted")),
        ('state:"i hapur"', ("state", "open")),
        ("language:sq", ("language", "sq")),
        ("language:Shqip", ("language", "sq")),
        ("language:albanian", ("language", "sq")),
        ("institution:office", ("institution", str(OFFICE))),
        ('institution:"Office"', ("institution", str(OFFICE))),
    ],
)
def test_values_are_typed_by_their_names_in_any_language(typed: str, condition: tuple[str, str]) -> None:
    (read_as,) = read(query_of(f"put {typed}"), PLACE).query(PLACE).parsed.conditions
    assert (read_as.facet, *read_as.values) == condition


def test_everything_an_address_may_say_is_read() -> None:
    address = "q=rruga&kind=document&kind=submission&institution=office&state=open&language=sr-latn&year=2026"
    asked = read(QueryDict(f"{address}&sort=oldest&page=3&limit=50"), PLACE)
    assert asked.problems == {}
    query = asked.query(PLACE)
    assert query.text == "rruga"
    assert query.filters == {
        "kind": frozenset({"document", "submission"}),
        "institution": frozenset({str(OFFICE)}),
        "state": frozenset({"open"}),
        "language": frozenset({"sr-latn"}),
        "year": frozenset({"2026"}),
    }
    assert (query.sort, query.page, query.page_size) == (Sort.OLDEST, 3, 50)
    assert query.institutions == {str(JEGUNOVCE), str(OFFICE)}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("kind=person", "kind"),
        ("state=lost", "state"),
        ("institution=elsewhere", "institution"),
        ("language=Shqip!", "language"),
        ("year=26", "year"),
        ("outcome=lost", "outcome"),
        ("topic=What%20is%20this", "topic"),
        ("provision=12", "provision"),
        ("after=yesterday", "after"),
        ("before=2026-02-30", "before"),
        ("before=2026-W01-1", "before"),
        ("topics=none", "topics"),
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
    asked = read(QueryDict(f"q=rruga&{address}"), PLACE)
    assert list(asked.problems) == [parameter]
    assert asked.chosen == {}
    asked.query(PLACE)


def test_days_are_read() -> None:
    query = read(QueryDict("after=2026-01-31&before=2026-03-01"), PLACE).query(PLACE)
    assert (query.after, query.before) == (date(2026, 1, 31), date(2026, 3, 1))


@pytest.mark.parametrize(
    "text", ["waste", "WASTE", "mbeturina", "mbeturinave", "otpad", "отпадот", "otpada", " отпад "]
)
def test_a_topics_name_in_any_form_and_script_also_asks_for_the_topic(text: str) -> None:
    asked = read(query_of(text), PLACE)
    assert asked.topics == (WASTE,)
    assert asked.query(PLACE).also == {"topic": frozenset({"waste"})}


@pytest.mark.parametrize("text", ["javnih nabavki", "јавне набавке", "javne nabavke"])
def test_a_topic_of_several_words_is_named_by_all_of_them(text: str) -> None:
    assert read(query_of(text), PLACE).topics == (PROCUREMENT,)


@pytest.mark.parametrize("text", ["", "waste water", '"waste"', "wast*", "-waste", "javne", "kind:waste"])
def test_other_texts_name_no_topic(text: str) -> None:
    asked = read(query_of(text), PLACE)
    assert asked.topics == ()
    assert asked.query(PLACE).also == {}


def test_topics_are_switched_off() -> None:
    asked = read(QueryDict("q=waste&topics=words"), PLACE)
    assert (asked.topics, asked.with_topics) == ((WASTE,), False)
    assert asked.query(PLACE).also == {}


def test_fields_are_typed_in_words_of_the_address() -> None:
    parsed = (
        read(query_of("rruga institution:office topic:waste topic:otpad kind:person"), PLACE).query(PLACE).parsed
    )
    assert [(one.facet, set(one.values)) for one in parsed.conditions] == [
        ("institution", {str(OFFICE)}),
        ("topic", {"waste"}),  # by two of its names, and asked for once
    ]
    assert len(parsed.clauses) == 2  # what is no kind is taken as words


@pytest.mark.parametrize(
    ("typed", "is_filter"),
    [
        ("language:sq", True),
        ("language:sr-latn", True),
        ("language:klingon", False),
        ("provision:00000000-0000-0000-0000-000000000001", True),
        ("provision:5", False),
        ("year:2026", True),
        ("year:26", False),
        ("topic:otpada", True),
        ("topic:nothing", False),
        ("outcome:accepted", True),
        ("state:accepted", False),
    ],
)
def test_a_filter_with_a_value_that_cannot_be_is_taken_as_words(typed: str, is_filter: bool) -> None:
    parsed = read(query_of(typed), PLACE).query(PLACE).parsed
    assert (len(parsed.conditions), len(parsed.clauses)) == ((1, 0) if is_filter else (0, 1))


def test_too_many_values_are_told_as_such() -> None:
    asked = read(QueryDict("&".join(f"year={1950 + number}" for number in range(51))), PLACE)
    assert asked.problems == {"year": ["At most 50 values may be given."]}
    assert len(asked.chosen["year"]) == 50


def test_right_values_beside_a_wrong_one_are_kept() -> None:
    asked = read(QueryDict("kind=document&kind=person&kind="), PLACE)
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
    read(query, PLACE).query(PLACE)


@pytest.mark.parametrize(
    "text", ["a" * 3_000, "и" * 3_000, "ž\u0308" * 3_000, "👩" * 3_000, '"и a' * 3_000], ids=str.__len__
)
def test_of_a_long_text_the_beginning_counts_that_fits_into_an_address(text: str) -> None:
    kept = counted(text)
    assert text.startswith(kept)
    assert min(MOST_BYTES - 12, MAX_TEXT - 1) < len(quote_plus(kept)) <= MOST_BYTES


@pytest.mark.parametrize("text", ["", " ", "komuna", "општина " * 16, "a " * 500])
def test_as_many_words_as_the_engine_looks_at_count_in_either_script(text: str) -> None:
    assert counted(text) == text


@given(st.text(max_size=1_500))
def test_what_counts_counts_again(text: str) -> None:
    assert counted(counted(text)) == counted(text)
