"""A parsed query in Elasticsearch's language, by elasticsearch-dsl.

What matches is the same as in the embedded engine, looked up in the same marks. So is the rough order: what
`search.ranking` thinks of a document but for how near the words stand, by weights that the index holds. Lucene
knows the highest weights of each stretch of documents, and passes over what cannot be among the best.
"""

from collections.abc import Iterable
from typing import Any

from elasticsearch_dsl import Q

from search.engines.elasticsearch.layout import ROWS
from search.engines.forms import EXACT, TITLE, stored_key
from search.query import SearchQuery
from search.ranking import FORM_WEIGHTS, FRESH_SHARE, TITLE_WEIGHT, Rarity, saturated
from search.terms import Clause, ParsedText, Term

Query = Any  # elasticsearch_dsl's queries have no type of their own worth naming

_TITLED = 1_000.0  # more than any score of words, and little enough for those to be told apart behind it
_LOOSE, _KEY, _FOLDED, _EXACT = map(saturated, FORM_WEIGHTS)
_TITLE = saturated(1 + TITLE_WEIGHT)  # of a term that stands in title and body
_YEAR = "8766h"  # 365.25 days
_MOST_COMPLETIONS = 1_000  # of the last word of a row that ends with a star


def asked(query: SearchQuery, rarity: Rarity | None = None, *, titled: bool = False) -> Query:
    """Matches what a query asks for, the chosen filters aside; scored where the rarity of its terms is given.

    `titled`: of that only what holds in its title everything wanted.
    """
    worded = _worded(query.parsed, rarity)
    if titled:
        worded["filter"].append(in_title(query.parsed))
    parts: dict[str, list[Query]] = worded
    if query.also and query.parsed.wanted and not titled:
        carriers = [_condition(name, values) for name, values in query.also.items()]
        found_too = Q("constant_score", filter=_any(carriers), boost=0.0)
        either = _any([_bool(worded), found_too])
        parts = {"must": [either], "filter": [], "must_not": [], "should": []}
    parts["filter"] += _within(query)
    conditions = query.parsed.conditions
    parts["filter"] += [_condition(one.facet, one.values) for one in conditions if not one.negated]
    parts["must_not"] += [_condition(one.facet, one.values) for one in conditions if one.negated]
    return _bool(parts) if any(parts.values()) else Q("match_all")


def _bool(parts: dict[str, list[Query]]) -> Query:
    return Q("bool", **{name: queries for name, queries in parts.items() if queries})


def _worded(parsed: ParsedText, rarity: Rarity | None) -> dict[str, list[Query]]:
    """What the words ask for, as parts of a boolean query."""
    parts: dict[str, list[Query]] = {"must": [], "filter": [], "must_not": [], "should": []}
    weights = map(rarity.weight, range(len(rarity.holding))) if rarity else iter(())
    for clause in parsed.clauses:
        negated = [holding(term) for term in clause.terms if term.negated]
        others = [term for term in clause.terms if not term.negated]
        held = [holding(term) for term in others]
        worth: list[Query] = []
        for term in others if rarity else ():
            weight = next(weights)
            worth.append(_worth(term, weight))
            parts["should"] += _closer(term, weight)
        if not negated:
            parts["must" if rarity else "filter"].append(_any(worth or held))
        elif others:
            lacking = Q("bool", must_not=[Q("bool", filter=negated)])
            parts["filter"].append(_any([lacking, *held]))
            parts["should"] += worth
        else:
            parts["must_not"].append(Q("bool", filter=negated))
    return parts


def titles_first(parsed: ParsedText) -> Query:
    """Adds more than all else where the title holds everything wanted."""
    return _adds(in_title(parsed), _TITLED)


def fresher(rarity: Rarity) -> Query:
    """Adds what freshness adds to a document that is among the best by its words."""
    best = _TITLE * sum(map(rarity.weight, range(len(rarity.holding))))
    return Q("distance_feature", field="date", origin="now", pivot=_YEAR, boost=FRESH_SHARE * best)


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


def _worth(term: Term, weight: float) -> Query:
    """Matches what `holding` matches; scored by a term's keys, whose rarity weighs so much."""
    if len(term.folded) > 1:  # BM25 knows how rare the row is
        return _any([_row("title", term, boost=TITLE_WEIGHT), _row("body", term)])
    if term.prefix:
        in_body, in_title = Q("prefix", body=term.folded[0]), Q("prefix", title=term.folded[0])
        return Q("dis_max", queries=[_adds(in_body, weight), _adds(in_title, weight * _TITLE)])
    names = (term.folded[0], *map(stored_key, term.keys))
    ways = [_weight(name, weight * _KEY) for name in names]
    if term.loose:
        ways.append(_adds(Q("terms", marks=list(map(stored_key, term.loose))), weight * _LOOSE))
    return Q("dis_max", queries=ways)


def _closer(term: Term, weight: float) -> list[Query]:
    """What adds to the score of a document that holds the term as it is written."""
    if len(term.folded) > 1 or term.prefix:
        return []
    if term.exact == term.folded:
        return [_weight(term.folded[0], weight * (_EXACT - _KEY))]
    with_diacritics = Q("term", marks=f"{EXACT}{term.exact[0]}")
    return [
        _weight(term.folded[0], weight * (_FOLDED - _KEY)),
        _adds(with_diacritics, weight * (_EXACT - _FOLDED)),
    ]


def _weight(name: str, boost: float) -> Query:
    """Scores a document by its own weight of a folded form or key."""
    return Q("term", weights={"value": name, "boost": boost})


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
