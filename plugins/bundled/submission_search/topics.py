"""Topics: a query that is a topic's name in one language is about that topic in all of them."""

import re
from collections.abc import Mapping
from functools import lru_cache

from plugins.api.record import TopicView, topic_list
from plugins.api.search import analysed, folded

Words = tuple[frozenset[str], ...]

#: What makes of a text more than words: somebody who uses it asks for exactly that.
_OPERATORS = re.compile(r'["“”„«»*:]|(?<!\S)(?:-\S|OR(?!\S))')


def vocabulary() -> Mapping[str, TopicView]:
    """All topics by slug. One query."""
    return {topic.slug: topic for topic in topic_list()}


def topics_named(text: str, topics: Mapping[str, TopicView]) -> tuple[TopicView, ...]:
    """The topics one of whose names the text is, in whichever language, inflection and script."""
    if not topics or _OPERATORS.search(text):
        return ()
    words = analysed(text[:200])
    if not words:
        return ()
    return tuple(
        topic
        for topic in topics.values()
        if any(_alike(words, _label(label, language)) for language, label in topic.labels.items())
    )


def topic_typed(typed: str, topics: Mapping[str, TopicView]) -> str | None:
    """The slug of the topic that `topic:…` names, by its slug or by a name; None for no topic."""
    slug = typed.strip().lower()
    if slug in topics:
        return slug
    named = topics_named(typed.replace("-", " "), topics)
    return named[0].slug if named else None


def topics_beginning(prefix: str, topics: Mapping[str, TopicView], language: str) -> list[TopicView]:
    """The topics one of whose names goes on from what was typed; those named so in `language` first."""
    typed = _folded(prefix)
    if not typed:
        return []
    found = []
    for topic in topics.values():
        beginning = {code for code, label in topic.labels.items() if _folded(label).startswith(typed)}
        if beginning:
            found.append((language not in beginning, topic.label_in(language), topic))
    return [topic for *_order, topic in sorted(found, key=lambda one: one[:2])]


def _alike(words: Words, others: Words) -> bool:
    return len(words) == len(others) and all(
        not one.isdisjoint(other) for one, other in zip(words, others, strict=True)
    )


@lru_cache(maxsize=4_000)
def _label(label: str, language: str) -> Words:
    return analysed(label, language)


@lru_cache(maxsize=4_000)
def _folded(text: str) -> str:
    return folded(text)
