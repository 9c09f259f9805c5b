"""What an index of ours looks like."""

from typing import Any

from elasticsearch_dsl import Mapping

from search.analysis import ANALYSIS_VERSION
from search.documents import FACETS

LAYOUT = "4"
"""Changes whenever the mapping does; an index of another layout asks to be rebuilt."""

REFRESHED = "1s"
"""How often an index shows what was written."""

ROWS = ("title", "body")
"""Folded words in their order."""


def mapping() -> dict[str, Any]:
    """The mapping of a new index."""
    made = Mapping()
    for name in ("source", "thing", "object_id", "part"):
        made.field(name, "keyword")
    for name in ("published", "tie", "version"):
        made.field(name, "long")
    made.field("length", "integer")
    made.field("digest", "keyword", index=False, doc_values=False)
    quick = {"index_prefixes": {"min_chars": 2, "max_chars": 5}, "index_phrases": True}
    for name in ROWS:
        made.field(name, "text", analyzer="whitespace", index_options="positions", **quick)
    made.field("marks", "text", analyzer="whitespace", index_options="docs", norms=False)
    made.field("weights", "sparse_vector")
    made.field("date", "date", format="epoch_millis")  # `published`, for what is measured by its age
    made.field("label_folded", "text", analyzer="whitespace", index_options="docs", norms=False)
    made.field("words", "keyword", ignore_above=200)
    made.field("head", "binary", doc_values=True)
    made.field("tail", "binary")
    made.field("places", "binary")
    for name in ("document", "labels"):
        made.field(name, "object", enabled=False)
    facets = {name: {"type": "keyword"} for name in FACETS}
    made.field("facets", "object", dynamic=True, properties=facets)
    made.meta("dynamic", "strict")
    body: dict[str, Any] = made.to_dict()
    body["_source"] = {"excludes": [*ROWS, "marks", "weights", "date", "label_folded", "words", "head"]}
    body["dynamic_templates"] = [
        {"facet": {"path_match": "facets.*", "match_mapping_type": "string", "mapping": {"type": "keyword"}}}
    ]
    return body


def template(prefix: str, shards: int, replicas: int) -> dict[str, Any]:
    """The template that every index of this installation is made by."""
    return {
        "index_patterns": [f"{prefix}-v*"],
        "priority": 500,
        "template": {
            "settings": {
                "number_of_shards": shards,
                # A cluster of one node is whole without replicas, and gets them with its second node.
                **({"auto_expand_replicas": f"0-{replicas}"} if replicas else {"number_of_replicas": 0}),
                "refresh_interval": REFRESHED,
                "max_result_window": 10_000,
            },
            "mappings": mapping(),
        },
    }


def about(*, complete: bool) -> dict[str, Any]:
    """What an index keeps about itself."""
    return {"layout": LAYOUT, "analysis": ANALYSIS_VERSION, "complete": complete}


def misfit(actual: dict[str, Any]) -> str:
    """Why an index with this mapping cannot be trusted, empty where it can."""
    meta = actual.get("_meta", {})
    if meta.get("layout") != LAYOUT or not _fits(actual):
        return "the index has another mapping"
    if meta.get("analysis") != ANALYSIS_VERSION:
        return f"the index was made by analysis {meta.get('analysis')}"
    return "" if meta.get("complete") else "the index is new"


def _fits(actual: dict[str, Any]) -> bool:
    """Whether every field is of the type it should be of."""
    has, needs = actual.get("properties", {}), mapping()["properties"]
    return all(
        name in has and has[name].get("type", "object") == wanted.get("type", "object")
        for name, wanted in needs.items()
    )
