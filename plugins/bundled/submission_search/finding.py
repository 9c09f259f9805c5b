"""The answer to what was asked, with what the record says of each hit now."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from plugins.api.record import InstitutionView, PublishedWords, TopicView, published_words
from plugins.api.search import Hit, Results, SearchQuery, did_you_mean, is_behind, search
from plugins.bundled.submission_search.asking import Asked
from plugins.bundled.submission_search.values import Place, language_here
from plugins.bundled.submission_search.vocabulary import SUBMISSION

FEW = 3
"""Where fewer are found, somebody may have mistyped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit. `words` is the submission it is, None for a hit of another kind. `topics`: why it is found, where
    that is not by its words."""

    hit: Hit
    institution: InstitutionView
    words: PublishedWords | None
    topics: tuple[TopicView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The hits of a page, the engine's results they are from, and what may have been meant instead.

    `delayed`: what changed last may be missing.
    """

    found: tuple[Found, ...]
    results: Results
    meant: str = ""
    delayed: bool = False


def address(url_path: str, language: str) -> str:
    """The path of a hit's page in a language; one that names its language already stays as it is."""
    return url_path if translation.get_language_from_path(url_path) else f"/{language}{url_path}"


def page_of(hit: Hit) -> str:
    """The path of a hit's page in the language to read it in: a document's own, for there its words are."""
    reader, language = language_here(), hit.language
    same_words = hit.kind == SUBMISSION or (reader, language) == ("sr", "sr-latn")
    shown_in = reader if same_words or not translation.check_for_language(language) else language
    return address(hit.url_path, shown_in)


def plain_text(marked: SafeString) -> str:
    """What a title or a passage says, without marks and entities."""
    return unescape(strip_tags(marked))


def find(asked: Asked, place: Place) -> Answer:
    """Answer from the index, then ask the record: two queries. EngineUnavailableError while the engine is down.

    The index may lag behind. What was hidden or withdrawn a moment ago is left out here, whatever it says.
    """
    query = asked.query(place)
    results = search(query)
    return Answer(
        found=checked(results.hits, place, asked.topics if asked.with_topics else ()),
        results=results,
        meant=_meant(query, results),
        delayed=results.from_kept or is_behind(),
    )


def checked(hits: Iterable[Hit], place: Place, topics: tuple[TopicView, ...] = ()) -> tuple[Found, ...]:
    """Those of the hits that are public this moment, with what the record says of them. One query at most."""
    kept = list(hits)
    submissions = [UUID(hit.object_id) for hit in kept if hit.kind == SUBMISSION]
    published = {words.uuid: words for words in published_words(submissions)} if submissions else {}
    by_uuid = {str(view.uuid): view for view in place.institutions.values()}
    return tuple(
        Found(
            hit=hit,
            institution=by_uuid[hit.institution],
            words=published.get(UUID(hit.object_id)) if hit.kind == SUBMISSION else None,
            topics=_why(hit, topics),
        )
        for hit in kept
        if hit.institution in by_uuid and (hit.kind != SUBMISSION or UUID(hit.object_id) in published)
    )


def _why(hit: Hit, topics: tuple[TopicView, ...]) -> tuple[TopicView, ...]:
    """The topics by which a hit without any mark is found."""
    if "<mark>" in hit.title_html or "<mark>" in hit.passage_html:
        return ()
    return tuple(topic for topic in topics if topic.slug in hit.facets.get("topic", ()))


def _meant(query: SearchQuery, results: Results) -> str:
    """The text that may have been meant, where little was found."""
    if results.total >= FEW or not query.parsed.positive_terms:
        return ""
    meant = did_you_mean(query)
    return "" if meant == query.text else meant
