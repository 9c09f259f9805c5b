"""A parsed query in Elasticsearch's language, by elasticsearch-dsl.

What matches is the same as in the embedded engine, looked up in the same marks. So is the rough order: what
`search.ranking` thinks of a document as far as marks tell, in constants that add up: shards need not look at what
cannot be among the best.
"""

from collections.abc import Iterable
from typing import Any

from elasticsearch_dsl import Q

from search.engines.elasticsearch.layout import ROWS
from search.engines.forms import EXACT, THRICE, TITLE, TWICE, stored_key
from search.occurrences import Form
from search.query import SearchQuery
from search.ranking import FORM_WEIGHTS, TITLE_WEIGHT, Rarity, saturated
from search.terms import Clause, ParsedText, Term

Query = Any  # elasticsearch_dsl's queries have no type of their own worth naming

_TITLED = 10_000.0  # more than any score of words: what is asked for in the title alone comes first
_LOOSE, _KEY, _FOLDED, _EXACT = map(saturated, FORM_WEIGHTS)
# What BM25 adds where a term stands in the text so often, and in the title by a key or as it is written.
_AGAIN = {TWICE: saturated(2.0) - saturated(1.0), THRICE: saturated(3.0) - saturated(2.0)}
_TITLE_BY_KEY = saturated(1 + TITLE_WEIGHT * FORM_WEIGHTS[Form.KEY]) - saturated(1.0)
_TITLE = saturated(1 + TITLE_WEIGHT) - saturated(1.0)
_MOST_COMPLETIONS = 1_000  # of the last word of a row that ends with a star


def asked(query: SearchQuery, rarity: Rarity | None) -> Query:
    """Matches what a query asks for, the chosen filters aside; scored where the rarity of its terms is given."""
    worded = _worded(query.parsed, rarity)
    parts: dict[str, list[Query]] = worded
    if query.also and query.parsed.wanted:
        carriers = [_condition(name, values) for name, values in query.also.items()]
        found_too = Q("constant_score", filter=_any(carriers), boost=0.0)
        either = _any([Q("bool", **{name: queries for name, queries in worded.items() if queries}), found_too])
        parts = {"must": [either], "filter": [], "must_not": [], "should": []}
    parts["filter"] += _within(query)
    conditions = query.parsed.conditions
    parts["filter"] += [_condition(one.facet, one.values) for one in conditions if not one.negated]
    parts["must_not"] += [_condition(one.facet, one.values) for one in conditions if one.negated]
    return (
        Q("bool", **{name: queries for name, queries in parts.items() if queries})
        if any(parts.values())
        else Q("match_all")
    )


def _worded(parsed: ParsedText, rarity: Rarity | None) -> dict[str, list[Query]]:
    """What the words ask for, as parts of a boolean query."""
    parts: dict[str, list[Query]] = {"must": [], "filter": [], "must_not": [], "should": []}
    for clause in parsed.clauses:
        negated = [holding(term) for term in clause.terms if term.negated]
        others = [holding(term) for term in clause.terms if not term.negated]
        if not negated:
            parts["filter"].append(_any(others))
        elif others:
            lacking = Q("bool", must_not=[Q("bool", filter=negated)])
            parts["filter"].append(_any([lacking, *others]))
        else:
            parts["must_not"].append(Q("bool", filter=negated))
    if rarity and parsed.wanted:
        for number, term in enumerate(parsed.positive_terms):
            parts["should"] += _worth(term, rarity.weight(number))
        parts["should"].append(_adds(in_title(parsed), _TITLED))
    return parts


def chosen(query: SearchQuery, without: str = "") -> Query:
    """Matches what the chosen filters let through, but for the filter on the facet `without`."""
    filters = [_condition(name, values) for name, values in query.chosen.items() if name != without]
    return Q("bool", filter=filters) if filters else Q("match_all")


def in_title(parsed: ParsedText) -> Query:
    """Matches the documents whose title alone holds everything wanted."""
    return Q("bool", filter=[_in_title(clause) for clause in parsed.wanted])


def holding(term: Term) -> Query:
    """Matches the documents that hold the term, in any of its forms."""
    if len(term.folded) > 1:
        return _any([_row(field, term) for field in ROWS])
    return _marked(term, (*term.keys, *term.loose))


def _in_title(clause: Clause) -> Query:
    return _any([_term_in_title(term) for term in clause.terms])


def _term_in_title(term: Term) -> Query:
    return _row("title", term) if len(term.folded) > 1 else _marked(term, term.keys, TITLE)


def _marked(term: Term, keys: Iterable[str], mark: str = "") -> Query:
    if term.prefix:
        return _any([Q("prefix", **{field: term.folded[0]}) for field in (("title",) if mark == TITLE else ROWS)])
    return Q("terms", marks=[f"{mark}{term.folded[0]}", *(f"{mark}{stored_key(key)}" for key in keys)])


def _worth(term: Term, weight: float) -> list[Query]:
    """What adds to the rough score of a document that holds the term, whose rarity weighs so much."""
    if len(term.folded) > 1:
        return [_row("title", term, boost=TITLE_WEIGHT), _row("body", term)]  # BM25 knows how rare the row is
    written_in_title = _marked(term, (), TITLE)
    if term.prefix:
        return [_adds(written_in_title, weight * _TITLE)]
    written, with_diacritics = _marked(term, ()), Q("term", marks=f"{EXACT}{term.exact[0]}")
    shares = [
        (_marked(term, term.keys), _KEY - _LOOSE),
        (written, (_EXACT if term.exact == term.folded else _FOLDED) - _KEY),
        *([] if term.exact == term.folded else [(with_diacritics, _EXACT - _FOLDED)]),
        *((_marked(term, term.keys, mark), share) for mark, share in _AGAIN.items()),
        (_marked(term, term.keys, TITLE), _TITLE_BY_KEY),
        (written_in_title, _TITLE - _TITLE_BY_KEY),
    ]
    return [_adds(query, weight * share) for query, share in shares]


def _adds(query: Query, score: float) -> Query:
    return Q("constant_score", filter=query, boost=score)


def _row(field: str, term: Term, boost: float = 1.0) -> Query:
    row: dict[str, Any] = {"query": " ".join(term.folded), "analyzer": "whitespace", "boost": boost}
    if term.prefix:
        return Q("match_phrase_prefix", **{field: {**row, "max_expansions": _MOST_COMPLETIONS}})
    return Q("match_phrase", **{field: row})


def _within(query: SearchQuery) -> list[Query]:
    limits = {"gte": query.published_from, "lt": query.published_until}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    filters = [Q("range", published=given)] if given else []
    if query.institutions is not None:
        filters.append(_condition("institution", query.institutions))
    return filters


def _condition(facet: str, values: Iterable[str]) -> Query:
    return Q("terms", **{f"facets.{facet}": sorted(_written(value) for value in values)})


def _written(value: str) -> str:
    """A value that can be sent: half a surrogate pair is in no document."""
    return value.encode("utf-8", "replace").decode()


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Q("bool", should=queries, minimum_should_match=1)
