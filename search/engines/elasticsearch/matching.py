"""A parsed query in Elasticsearch's language, by elasticsearch-dsl.

What matches is the same as in the embedded engine, looked up in the same marks; the first rough order is BM25 over
them, weighted as `search.ranking` weighs forms.
"""

from collections.abc import Iterable
from typing import Any

from elasticsearch_dsl import Q

from search.engines.elasticsearch.layout import ROWS
from search.engines.forms import EXACT, THRICE, TITLE, TWICE, stored_key
from search.occurrences import Form
from search.query import SearchQuery
from search.ranking import FORM_WEIGHTS, TITLE_WEIGHT
from search.terms import Clause, ParsedText, Term

Query = Any  # elasticsearch_dsl's queries have no type of their own worth naming

_TITLED = 10_000.0  # more than any score of words: what is asked for in the title alone comes first
_WEIGHTS = {"": 1.0, TITLE: TITLE_WEIGHT, TWICE: 0.4, THRICE: 0.2}
"""Of what adds to a score: that a document holds a form, in its title, a second and a third time."""
_MOST_COMPLETIONS = 1_000  # of the last word of a row that ends with a star


def asked(query: SearchQuery, *, ranked: bool) -> Query:
    """Matches what a query asks for, the chosen filters aside."""
    worded = _worded(query.parsed, ranked=ranked)
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


def _worded(parsed: ParsedText, *, ranked: bool) -> dict[str, list[Query]]:
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
    if ranked and parsed.wanted:
        parts["should"] += [query for term in parsed.positive_terms for query in _worth(term)]
        parts["should"].append(Q("constant_score", filter=in_title(parsed), boost=_TITLED))
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
        return Q("prefix", marks=f"{mark}{term.folded[0]}")
    return Q("terms", marks=[f"{mark}{term.folded[0]}", *(f"{mark}{stored_key(key)}" for key in keys)])


def _worth(term: Term) -> list[Query]:
    """What adds to the rough score of a document that holds the term."""
    if len(term.folded) > 1:
        return [_row("title", term, boost=TITLE_WEIGHT), _row("body", term)]
    if term.prefix:
        return []
    weighed = [(term.folded[0], Form.FOLDED), (f"{EXACT}{term.exact[0]}", Form.EXACT)]
    weighed += [(stored_key(key), Form.KEY) for key in term.keys]
    return [
        Q("term", marks={"value": f"{mark}{word}", "boost": FORM_WEIGHTS[form] * weight})
        for word, form in weighed
        for mark, weight in _WEIGHTS.items()
    ]


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
