"""For a page of search results: what other plugins add to it.

A search plugin asks here, so that where a plugin is off, nothing of it is left on the page.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from consultations.activation.places import permitting_institutions
from consultations.extension_points import (
    SEARCH_FACET,
    SEARCH_FOOTER,
    SEARCH_RESULT,
    SearchFooterContext,
    SearchResultContext,
)
from consultations.translated import pick
from plugins.kernel.invoking import invoke
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.scope import PORTAL, Scope
from search.engines import Hit

__all__ = ["below_hits", "below_results", "facet_heading", "facet_is_on", "facet_labels"]


def facet_heading(name: str, language: str) -> str:
    """What a facet that a plugin added is called; empty for one that no active plugin added."""
    loaded = _facet(name)
    return pick(cast(Mapping[str, str], loaded.contribution.options["label"]), language) if loaded else ""


def facet_is_on(name: str, institutions: Collection[UUID]) -> bool:
    """Whether a facet that a plugin added is there at any of these institutions. One query a plugin at most.

    The index catches up with a plugin that is switched off; a page that shows facets asks here and does not wait.
    """
    here = frozenset(institutions)
    return any(here & permitting_institutions(loaded.plugin) for loaded in _facets(name))


def facet_labels(name: str, values: Sequence[str], language: str) -> dict[str, str]:
    """What values of a facet that a plugin added are called; those without a name are left out."""
    loaded = _facet(name)
    if loaded is None or not values:
        return {}

    def named(handler: Callable[[list[str], str], Mapping[str, str]]) -> dict[str, str]:
        return {str(value): str(label) for value, label in handler(list(values), language).items()}

    return invoke(loaded, PORTAL, named).value or {}


def below_hits(hits: Iterable[Hit], request: HttpRequest, language: str) -> dict[str, SafeString]:
    """What plugins show below hits: {document id: HTML}. Asked once a kind and institution."""
    together: dict[tuple[str, str], dict[str, str]] = {}
    for hit in hits:
        together.setdefault((hit.institution, hit.kind), {})[hit.id] = hit.object_id
    shown: dict[str, SafeString] = {}
    for (institution, kind), ids in together.items():
        scope = Scope(UUID(institution))
        context = SearchResultContext(
            institution=scope.institution, kind=kind, hits=ids, language=language, request=request
        )
        answers = [
            SEARCH_RESULT.ask(loaded, context, scope).value or {}
            for loaded in SEARCH_RESULT.contributions(scope)
            if loaded.contribution.options.get("kind") == kind
        ]
        shown |= _joined(answers, ids)
    return shown


def below_results(
    *, institution: UUID | None, query: str, total: int, request: HttpRequest, language: str
) -> list[SafeString]:
    """What plugins show below all results, on an institution's own pages or (None) the portal's."""
    context = SearchFooterContext(
        institution=institution, query=query, total=total, language=language, request=request
    )
    return SEARCH_FOOTER.dispatch(context, Scope(institution) if institution else PORTAL)


def _facet(name: str) -> LoadedContribution | None:
    return next(iter(_facets(name)), None)


def _facets(name: str) -> list[LoadedContribution]:
    return [
        loaded for loaded in SEARCH_FACET.contributions(PORTAL) if loaded.contribution.options.get("name") == name
    ]


def _joined(answers: Iterable[Mapping[str, SafeString]], ids: Iterable[str]) -> dict[str, SafeString]:
    shown: dict[str, list[SafeString]] = {}
    for answer in answers:
        for one in ids:
            if one in answer:
                shown.setdefault(one, []).append(answer[one])
    return {one: format_html_join("\n", "{}", ((html,) for html in pieces)) for one, pieces in shown.items()}
