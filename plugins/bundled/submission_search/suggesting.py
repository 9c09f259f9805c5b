"""What somebody who is typing may mean: topics, titles, provisions, frequent words. A handful, quickly."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from plugins.api.record import TopicView
from plugins.api.search import Suggestion, suggest
from plugins.api.texts import pick_language
from plugins.bundled.submission_search.finding import address
from plugins.bundled.submission_search.topics import topics_beginning
from plugins.bundled.submission_search.values import Place, language_here

MOST = 8
_TOPICS = 2
_LANGUAGES = 4  # in which one thing may be named
LONGEST = 200
"""Characters of what was typed that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One suggestion. `path` leads to a title's or section's page, and is empty for words to search for."""

    kind: str
    text: str
    language: str
    path: str = ""


def proposals(typed: str, place: Place) -> list[Proposal]:
    """At most MOST, the topics first. EngineUnavailableError while the engine is down."""
    text = typed[:LONGEST].lstrip()
    if len(text) < 2:
        return []
    reader = language_here()
    found = [_topic(topic, reader) for topic in topics_beginning(text, place.topics, reader)[:_TOPICS]]
    room = MOST - len(found)
    asked = suggest(text, institutions=frozenset(place.uuids.values()), limit=_LANGUAGES * MOST)
    words = [one for one in asked if not one.url_path]
    pages = _each_once([one for one in asked if one.url_path], reader)[: max(room - len(words), room // 2)]
    for one in [*pages, *words][:room]:
        path = address(one.url_path, one.language or reader) if one.url_path else ""
        found.append(Proposal(kind=one.kind, text=one.text, language=one.language, path=path))
    return found


def _topic(topic: TopicView, reader: str) -> Proposal:
    """A topic by its name in the reader's language, or the nearest there is, in the reader's script."""
    written_in = pick_language(topic.labels, reader)
    label = {"text": topic.label_in(reader), "language": written_in}
    return Proposal(
        kind="topic",
        text=render_to_string("submission_search/topic.txt", label).strip(),
        language=reader if _is_readers(written_in, reader) else written_in,
    )


def _each_once(pages: list[Suggestion], reader: str) -> list[Suggestion]:
    """Of one thing that is named in several languages, its name in the reader's, else what came first."""
    by_path: dict[str, Suggestion] = {}
    for one in pages:
        known = by_path.setdefault(one.url_path, one)
        if not _is_readers(known.language, reader) and _is_readers(one.language, reader):
            by_path[one.url_path] = one
    return list(by_path.values())


def _is_readers(language: str, reader: str) -> bool:
    return language == reader or (language, reader) == ("sr-latn", "sr")
