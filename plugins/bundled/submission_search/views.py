"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from plugins.api.record import InstitutionView
from plugins.api.search import EngineUnavailableError
from plugins.bundled.submission_search import presenting
from plugins.bundled.submission_search.asking import Asked, read
from plugins.bundled.submission_search.finding import Answer, Found, address, find
from plugins.bundled.submission_search.scope import searchable_institutions
from plugins.bundled.submission_search.vocabulary import STATES, SUBMISSION, kind_label

TEMPLATE = "submission_search/search.html"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What is asked, what was found, and how to narrow it. 503 with the form while the engine is down."""
    institutions = searchable_institutions(request)
    asked = read(request.GET, {slug: str(view.uuid) for slug, view in institutions.items()})
    addresses = presenting.Addresses(request.path, asked)
    context: dict[str, Any] = {
        "asked": asked,
        "kept": list(addresses.kept()),
        "unfiltered_url": addresses.unfiltered(),
    }
    try:
        answer = find(asked, institutions)
    except EngineUnavailableError:
        return TemplateResponse(request, TEMPLATE, context, status=503)
    context |= _shown(asked, answer, institutions, addresses)
    return TemplateResponse(request, TEMPLATE, context)


def _shown(
    asked: Asked, answer: Answer, institutions: dict[str, InstitutionView], addresses: presenting.Addresses
) -> dict[str, Any]:
    results = answer.results
    facets = presenting.facets(results.facets, asked, institutions, addresses)
    return {
        "results": results,
        "hits": [_hit(found) for found in answer.found],
        "facets": facets,
        "chosen": [choice for facet in facets for choice in facet.choices if choice.chosen],
        "orders": presenting.orders(asked, addresses),
        "first_url": addresses.on_page(1),
        "previous_url": addresses.on_page(asked.page - 1) if asked.page > 1 else "",
        "next_url": addresses.on_page(asked.page + 1) if asked.page < results.pages else "",
    }


def _hit(found: Found) -> dict[str, Any]:
    hit = found.hit
    return {
        "hit": hit,
        "institution": found.institution,
        "words": found.words,
        "kind": kind_label(hit.kind),
        "state": STATES.get(hit.state, ""),
        "url": address(hit.url_path, _shown_in(hit.kind, hit.language)),
    }


def _shown_in(kind: str, language: str) -> str:
    """The language to read a hit's page in: a document's own, for there its words are; else the reader's."""
    reader = translation.get_language() or "en"
    same_words = kind == SUBMISSION or (reader, language) == ("sr", "sr-latn")
    return reader if same_words or not translation.check_for_language(language) else language
