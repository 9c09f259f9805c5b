"""The answer to what was asked, with what the record says of each hit now."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from plugins.api.record import InstitutionView, PublishedWords, published_words
from plugins.api.search import Hit, Results, search
from plugins.bundled.submission_search.asking import Asked
from plugins.bundled.submission_search.vocabulary import SUBMISSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit. `words` is the submission it is, None for a hit of another kind."""

    hit: Hit
    institution: InstitutionView
    words: PublishedWords | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The hits of a page, and the engine's results they are from."""

    found: tuple[Found, ...]
    results: Results


def address(url_path: str, language: str) -> str:
    """The path of a hit's page in a language; one that names its language already stays as it is."""
    return url_path if translation.get_language_from_path(url_path) else f"/{language}{url_path}"


def find(asked: Asked, institutions: Mapping[str, InstitutionView]) -> Answer:
    """Answer from the index, then ask the record: one query. EngineUnavailableError while the engine is down.

    The index may lag behind. What was hidden or withdrawn a moment ago is left out here, whatever it says.
    """
    results = search(asked.query({slug: str(view.uuid) for slug, view in institutions.items()}))
    submissions = [UUID(hit.object_id) for hit in results.hits if hit.kind == SUBMISSION]
    published = {words.uuid: words for words in published_words(submissions)} if submissions else {}
    by_uuid = {str(view.uuid): view for view in institutions.values()}
    found = tuple(
        Found(hit=hit, institution=by_uuid[hit.institution], words=published.get(UUID(hit.object_id)))
        for hit in results.hits
        if hit.kind != SUBMISSION or UUID(hit.object_id) in published
    )
    return Answer(found=found, results=results)
