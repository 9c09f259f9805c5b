"""What somebody who is typing may mean: topics, titles, provisions, frequent words. A handful, quickly."""

from dataclasses import dataclass

from plugins.api.search import suggest
from plugins.bundled.submission_search.finding import address
from plugins.bundled.submission_search.topics import topics_beginning
from plugins.bundled.submission_search.values import Place, language_here

MOST = 8
_TOPICS = 2
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
    found = [
        Proposal(kind="topic", text=topic.label_in(reader), language=reader)
        for topic in topics_beginning(text, place.topics, reader)[:_TOPICS]
    ]
    uuids = frozenset(place.uuids.values())
    for one in suggest(text, institutions=uuids, limit=MOST - len(found)):
        path = address(one.url_path, one.language or reader) if one.url_path else ""
        found.append(Proposal(kind=one.kind, text=one.text, language=one.language, path=path))
    return found
