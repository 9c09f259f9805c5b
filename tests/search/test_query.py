"""Whatever people type becomes a question; nothing they type is an error."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.parsing import MAX_CONDITIONS
from search.query import (
    MAX_PREFIXES,
    MAX_RESULTS,
    MAX_ROW,
    MAX_TERMS,
    MAX_TEXT,
    Condition,
    ParsedText,
    SearchQuery,
    Term,
    parse,
)

HOSTILE = [
    "\ud83d",
    "a\udc00b",
    "\x00",
    "\u202e\u200f\u2066",
    "👩‍👩‍👧‍👦 🇽🇰",
    '"',
    '"""',
    '"unbalanced',
    'un"balanced "quotes',
    "-",
    "--",
    "---x",
    "OR",
    "OR OR OR",
    "- OR -",
    "*",
    "**",
    "a*",
    "NEAR(a b, 2)",
    "title_folded : x",
    "{a b} : c",
    "^a + b",
    "') OR 1=1 --",
    "%_\\",
    "?!…",
    "a" * 10_000,
    "a " * 5_000,
    "(" * 10_000,
    "e\u0301" * 5_000,
    '-"a b" OR -c* OR "d',
]


def shape(text: str) -> str:
    """The clauses in a notation of their own: [a|b] is OR, ! excludes, _ joins a phrase."""

    def of(term: Term) -> str:
        return f"{'!' if term.negated else ''}{'_'.join(term.folded)}{'*' if term.prefix else ''}"

    return " ".join(f"[{'|'.join(map(of, clause.terms))}]" for clause in parse(text).clauses)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("buxheti i komunës", "[buxheti] [i] [komunes]"),
        ("Општина", "[opstina]"),
        ('"javna rasprava" nacrt', "[javna_rasprava] [nacrt]"),
        ("„јавна расправа“ «nacrt strategije»", "[javna_rasprava] [nacrt_strategije]"),
        ("budget -draft", "[budget] [!draft]"),
        ('budget -"first draft"', "[budget] [!first_draft]"),
        ("a roads OR streets b", "[a] [roads|streets] [b]"),
        ("roads OR streets OR paths", "[roads|streets|paths]"),
        ("roads OR -streets", "[roads|!streets]"),
        ("komun*", "[komun*]"),
        ("-komun*", "[!komun*]"),
        ("05/L-04*", "[05_l_04*]"),
        ("05/L-040", "[05_l_040]"),
        ("t'i", "[t_i]"),
        ("нацрт-стратегијата", "[nacrt] [strategijata]"),
        ("e‑qeverisja", "[e] [qeverisja]"),
        ("citizen's Ankara'nın s’është s’ka", "[citizen] [ankara] [eshte] [s_ka]"),
        ("-nacrt-strategija", "[!nacrt|!strategija]"),
        ("plan OR nacrt-strategija", "[plan|nacrt_strategija]"),
        ("nacrt-strategija OR plan", "[nacrt_strategija|plan]"),
        ('"nacrt-strategija" nacrt-strateg*', "[nacrt_strategija] [nacrt_strateg*]"),
        ("covid-19 info@kuvend.example 2024-2030", "[covid_19] [info_kuvend_example] [2024_2030]"),
        ("budget AND roads", "[budget] [roads]"),
        ("budget AND NOT roads", "[budget] [!roads]"),
        ('NOT "public hearing" budget', "[!public_hearing] [budget]"),
        ("budget OR NOT roads", "[budget|!roads]"),
        ('"“Hapi i Ri” sot" “Hapi "i" Ri”', "[hapi_i_ri_sot] [hapi] [i] [ri]"),
        ("", ""),
    ],
)
def test_operators_are_read(text: str, expected: str) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OR", "[or]"),
        ("OR roads", "[or] [roads]"),
        ("roads OR", "[roads] [or]"),
        ("roads OR OR streets", "[roads] [or] [or] [streets]"),
        ("roads or streets", "[roads] [or] [streets]"),
        ("AND roads AND", "[and] [roads] [and]"),
        ("roads and streets", "[roads] [and] [streets]"),
        ("NOT", "[not]"),
        ("roads NOT", "[roads] [not]"),
        ("NOT NOT roads", "[not] [!roads]"),
        ("roads AND OR streets", "[roads] [and] [or] [streets]"),
        ("--draft", "[draft]"),
        ("- draft", "[draft]"),
        ("a-b", "[a_b]"),
        ("k*", "[k]"),
        ("komun**", "[komun]"),
        ("*komun", "[komun]"),
        ('"javna rasprava', "[javna] [rasprava]"),
        ('javna" rasprava', "[javna] [rasprava]"),
        ('""', ""),
        ("?! …", ""),
    ],
)
def test_what_is_no_operator_is_taken_as_words(text: str, expected: str) -> None:
    assert shape(text) == expected


def test_term_keeps_the_exact_form_beside_the_folded_one() -> None:
    ((term,),) = (clause.terms for clause in parse("Kosovës").clauses)
    assert (term.folded, term.exact) == (("kosoves",), ("kosovës",))


def test_terms_beyond_the_limit_are_left_out_and_told() -> None:
    parsed = parse("x1 " * (MAX_TERMS + 1))
    assert (len(parsed.clauses), parsed.truncated) == (MAX_TERMS, True)
    assert not parse("x1 " * MAX_TERMS).truncated


def test_text_beyond_the_limit_is_left_out_and_told() -> None:
    assert parse("?" * MAX_TEXT + "komuna") == ParsedText((), truncated=True)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_without_error(text: str) -> None:
    for clause in parse(text).clauses:
        assert clause.terms


@given(st.text(max_size=300) | st.text(alphabet='ab "-*OR|„“\u200b\ud800', max_size=60))
def test_any_text_is_read_within_bounds(text: str) -> None:
    terms = [term for clause in parse(text).clauses for term in clause.terms]
    assert len(terms) <= MAX_TERMS
    for term in terms:
        assert term.folded
        assert len(term.folded) == len(term.exact)


@given(st.lists(st.sampled_from(["roads", "budzet", "reforma"]), min_size=1, max_size=10))
def test_plain_words_are_all_wanted(words: list[str]) -> None:
    assert shape(" ".join(words)) == " ".join(f"[{word}]" for word in words)


def test_query_of_punctuation_is_wordless_but_an_empty_one_is_not() -> None:
    assert SearchQuery(text="???").is_wordless
    assert not SearchQuery(text="  ").is_wordless
    assert not SearchQuery(text="-draft").is_wordless


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": 0},
        {"page_size": 0},
        {"page_size": 101},
        {"page": MAX_RESULTS // 20 + 1},
        {"filters": {"colour": frozenset()}},
    ],
)
def test_query_a_program_got_wrong_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"page|filter"):
        SearchQuery(**wrong)


@pytest.mark.parametrize(
    ("text", "conditions", "words"),
    [
        ("kind:document put", [("kind", {"document"}, False)], "[put]"),
        ("put -language:en", [("language", {"en"}, True)], "[put]"),
        ("language:sq,mk", [("language", {"sq", "mk"}, False)], ""),
        ("LANGUAGE:SQ", [("language", {"sq"}, False)], ""),
        ('organisation:"aab" put', [("organisation", {"aab"}, False)], "[put]"),
        ("year:2024 year:2025", [("year", {"2024"}, False), ("year", {"2025"}, False)], ""),
        ("year:20x4", [], "[year_20x4]"),
        ("year:2024 OR year:2025", [("year", {"2024", "2025"}, False)], ""),
        (
            "put language:sq OR language:mk,en OR language:tr",
            [("language", {"sq", "mk", "en", "tr"}, False)],
            "[put]",
        ),
        ("year:2024 OR language:sq", [("year", {"2024"}, False), ("language", {"sq"}, False)], "[or]"),
        ("year:2024 OR -year:2025", [("year", {"2024"}, False), ("year", {"2025"}, True)], "[or]"),
        ("year:2024 put OR year:2025", [("year", {"2024"}, False), ("year", {"2025"}, False)], "[put] [or]"),
        ("year:2024 before:2030 OR year:2025", [("year", {"2024"}, False), ("year", {"2025"}, False)], "[or]"),
        ("kind:", [], "[kind]"),
        ("colour:red", [], "[colour_red]"),
        ("a OR kind:document", [("kind", {"document"}, False)], "[a] [or]"),
        ('topic:"two words" x', [], "[topic] [two_words] [x]"),
    ],
)
def test_filters_are_read_and_what_is_none_is_words(text: str, conditions: list, words: str) -> None:
    parsed = parse(text)
    assert list(parsed.conditions) == [Condition(name, frozenset(values), no) for name, values, no in conditions]
    assert shape(text) == words


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("after:2025", date(2025, 1, 1), None),
        ("before:2025-03", None, date(2025, 3, 1)),
        ("after:2025-03-09 before:10.4.2025", date(2025, 3, 9), date(2025, 4, 10)),
        ("after:2024 after:2025 before:2027 before:2026", date(2025, 1, 1), date(2026, 1, 1)),
        ("after:2025-02-30", None, None),
        ("after:0000", None, None),
        ("-after:2025", None, None),
    ],
)
def test_dates_are_read(text: str, after: date | None, before: date | None) -> None:
    parsed = parse(text)
    assert (parsed.after, parsed.before) == (after, before)


def test_day_begins_where_the_site_is(settings) -> None:
    settings.TIME_ZONE = "Europe/Belgrade"
    assert SearchQuery(text="after:2026-01-02").published_from == 1767308400_000000
    for year in ("0001", "9999"):
        assert isinstance(SearchQuery(text=f"before:{year}").published_until, int)


def test_moments_limit_as_days_do() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)
    query = SearchQuery(text="after:2026 before:2027", after=moment, before=moment + timedelta(microseconds=1))
    assert (query.published_from, query.published_until) == (1767323045_678901, 1767323045_678902)


def test_what_may_follow_a_field_is_the_askers_to_say() -> None:
    fields = {"institution": {"jegunovce": "uuid-1"}}
    typed = SearchQuery(text="institution:Jegunovce institution:elsewhere kind:document", fields=fields)
    assert typed.parsed.conditions == (Condition("institution", frozenset({"uuid-1"})),)
    assert [term.folded for term in typed.parsed.positive_terms] == [
        ("institution", "elsewhere"),
        ("kind", "document"),
    ]


def test_filters_are_counted_once_and_limited() -> None:
    again = parse("kind:document kind:document -kind:document " * 10)
    assert again.conditions == (
        Condition("kind", frozenset({"document"})),
        Condition("kind", frozenset({"document"}), negated=True),
    )
    assert not again.truncated
    many = parse(" ".join(f"-topic:t{number}" for number in range(MAX_CONDITIONS + 1)))
    assert (len(many.conditions), many.truncated) == (MAX_CONDITIONS, True)


def test_query_of_a_filter_alone_is_not_wordless() -> None:
    assert not SearchQuery(text="kind:document").is_wordless


def test_stars_and_words_of_a_row_are_limited() -> None:
    starred = [term.prefix for term in parse("ab* " * 10).positive_terms]
    assert starred == [True] * MAX_PREFIXES + [False] * (10 - MAX_PREFIXES)
    assert parse("ab* " * (MAX_PREFIXES + 1)).truncated
    assert parse("a*").truncated
    assert not parse("ab* " * MAX_PREFIXES).truncated
    row = parse('"' + "w " * 400 + '"')
    assert (len(row.positive_terms[0].folded), row.truncated) == (MAX_ROW, True)
