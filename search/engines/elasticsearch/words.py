"""The words and labels that the cluster holds, for proposing them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.engines.elasticsearch.layout import ROWS
from search.engines.proposing import FoundLabel, Word

_MOST_LABELLED, _MOST_WORDS, _MOST_NEIGHBOURS = 60, 40, 20
_SAMPLED = 5_000  # documents on a shard among which the most frequent words are looked for
_SAME_BEGINNING = 2  # letters that a word two edits away has in common
_SPECIAL = re.compile(r"([.?+*|{}\[\]()\"\\#@&<>~^$-])")


def asking_labels(words: Sequence[str], prefix: str, institutions: frozenset[str] | None) -> dict[str, Any]:
    """For documents with a label that holds the words and goes on with the prefix."""
    filters: list[dict[str, Any]] = [{"term": {"label_folded": word}} for word in words]
    filters.append({"prefix": {"label_folded": prefix}})
    if institutions is not None:
        filters.append({"terms": {"facets.institution": sorted(institutions)}})
    return {
        "query": {"bool": {"filter": filters, "should": [{"prefix": {"title": prefix}}]}},
        "_source": ["labels", "document.facets", "document.url_path"],
        "size": _MOST_LABELLED,
    }


def labels(answer: Mapping[str, Any], words: Sequence[str], prefix: str) -> list[FoundLabel]:
    """The labels themselves, of the documents in an answer."""
    found = []
    for hit in answer["hits"]["hits"]:
        document = hit["_source"]["document"]
        (language, *_) = document["facets"].get("language", [""])
        for place, text, anchor, folded in hit["_source"]["labels"]:
            tokens = folded.split()
            if set(words) <= set(tokens) and any(token.startswith(prefix) for token in tokens):
                path = f"{document['url_path']}#{anchor}" if anchor else document["url_path"]
                found.append(FoundLabel(place, text, language, path))
    return found


def asking_completions(prefix: str) -> dict[str, Any]:
    """For the most frequent words that begin like this."""
    return {
        "size": 0,
        "query": {"bool": {"should": [{"prefix": {field: prefix}} for field in ROWS]}},
        "aggs": {
            "sampled": {
                "sampler": {"shard_size": _SAMPLED},
                "aggs": {"words": _words(f"{_escaped(prefix)}.*", _MOST_WORDS)},
            }
        },
    }


def asking_neighbours(folded: str, edits: int) -> dict[str, Any]:
    """For words that may be that many edits away."""
    asked = {}
    for field in ROWS:
        for most in range(1, edits + 1):
            asked[f"{field}:{most}"] = {
                "text": folded,
                "term": {
                    "field": field,
                    "max_edits": most,
                    "prefix_length": _SAME_BEGINNING if most > 1 else 0,
                    "suggest_mode": "always",
                    "string_distance": "damerau_levenshtein",
                    "accuracy": 0.1,
                    "size": _MOST_NEIGHBOURS,
                    "shard_size": 5 * _MOST_NEIGHBOURS,
                    "max_inspections": 10,
                },
            }
    return {"size": 0, "suggest": asked}


def near(answer: Mapping[str, Any]) -> list[str]:
    """The folded words in an answer."""
    suggested = answer.get("suggest", {}).values()
    return sorted({option["text"] for entries in suggested for entry in entries for option in entry["options"]})


def asking_surfaces(folded: Sequence[str]) -> dict[str, Any]:
    """For how words are written, and how often."""
    named = "|".join(map(_escaped, folded))
    matching = [{"terms": {field: list(folded)}} for field in ROWS]
    return {
        "size": 0,
        "query": {"bool": {"should": matching}},
        "aggs": {"words": _words(f"({named}) .*", 10 * _MOST_WORDS)},
    }


def found(answer: Mapping[str, Any]) -> list[Word]:
    """The words in an answer."""
    counted = answer.get("aggregations", {})
    buckets: Iterable[Mapping[str, Any]] = (
        counted.get("sampled", counted).get("words", {"buckets": []})["buckets"] if counted else []
    )
    words = []
    for bucket in buckets:
        folded, surface = bucket["key"].split(" ", 1)
        words.append(Word(folded, surface, bucket["doc_count"]))
    return words


def _words(pattern: str, size: int) -> dict[str, Any]:
    order = [{"_count": "desc"}, {"_key": "asc"}]
    return {"terms": {"field": "words", "include": pattern, "size": size, "shard_size": 5 * size, "order": order}}


def _escaped(word: str) -> str:
    return _SPECIAL.sub(r"\\\1", word)
