"""A parsed query in Elasticsearch's language, by elasticsearch-dsl.

What matches is the same as in the embedded engine; so are the weights of the first rough order.
"""

from collections.abc import Iterable
from typing import Any

from elasticsearch_dsl import Q

from search.engines.elasticsearch.layout import BOOSTS
from search.engines.forms import stored_key
from search.query import SearchQuery
from search.terms import Clause, ParsedText, Term

Query = Any  # elasticsearch_dsl's queries have no type of their own worth naming

BOTH, TITLE = ("title", "body"), ("title",)
_TITLED = 10_000.0  # more than any score of words: what is asked for in the title alone comes first
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
        others = [holding(term, ranked=ranked) for term in clause.terms if not term.negated]
        if not negated:
            parts["must" if ranked else "filter"].append(_any(others))
        elif others:
            lacking = Q("bool", must_not=[Q("bool", filter=negated)])
            parts["filter"].append(_any([lacking, *others]))
        else:
            parts["must_not"].append(Q("bool", filter=negated))
    if ranked and parsed.wanted:
        parts["should"].append(Q("constant_score", filter=in_title(parsed), boost=_TITLED))
    return parts


def chosen(query: SearchQuery, without: str = "") -> Query:
    """Matches what the chosen filters let through, but for the filter on the facet `without`."""
    filters = [_condition(name, values) for name, values in query.chosen.items() if name != without]
    return Q("bool", filter=filters) if filters else Q("match_all")


def in_title(parsed: ParsedText) -> Query:
    """Matches the documents whose title alone holds everything wanted."""
    return Q("bool", filter=[_in_title(clause) for clause in parsed.wanted])


def holding(term: Term, *, fields: Iterable[str] = BOTH, ranked: bool = False) -> Query:
    """Matches the documents that hold the term, in any of its forms."""
    alternatives: list[Query] = []
    for field in fields:
        alternatives.append(_words(f"{field}_folded", term.folded, prefix=term.prefix))
        if ranked:
            alternatives.append(_words(f"{field}_exact", term.exact, prefix=term.prefix))
        for name, keys in ((f"{field}_keys", term.keys), (f"{field}_loose", term.loose)):
            stored = [stored_key(key) for key in keys]
            if ranked:
                alternatives += [Q("term", **{name: {"value": key, "boost": BOOSTS[name]}}) for key in stored]
            elif stored:
                alternatives.append(Q("terms", **{name: stored}))
    return _any(alternatives)


def _in_title(clause: Clause) -> Query:
    return _any([holding(term, fields=TITLE) for term in clause.terms])


def _words(field: str, words: tuple[str, ...], *, prefix: bool) -> Query:
    boost = BOOSTS[field]
    if len(words) == 1:
        return Q("prefix" if prefix else "term", **{field: {"value": words[0], "boost": boost}})
    row: dict[str, Any] = {"query": " ".join(words), "boost": boost, "analyzer": "whitespace"}
    if prefix:
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
