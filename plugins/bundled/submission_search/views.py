"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from plugins.api.limits import client_of
from plugins.api.pages import show_institution
from plugins.api.search import MAX_PREFIXES, MAX_TERMS, EngineUnavailableError
from plugins.api.search_pages import below_hits, below_results
from plugins.bundled.submission_search import in_vain, presenting
from plugins.bundled.submission_search.asking import Asked, read
from plugins.bundled.submission_search.finding import Answer, Found, find, page_of
from plugins.bundled.submission_search.scope import place_of
from plugins.bundled.submission_search.values import Place, language_here
from plugins.bundled.submission_search.vocabulary import STATES, kind_label

TEMPLATE = "submission_search/search.html"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What is asked, what was found, and how to narrow it. 503 with the form while the engine is down."""
    place = place_of(request)
    given = read(request.GET, place)
    asked = given.shortened()
    addresses = presenting.Addresses(request.path, asked)
    show_only_institution(request, asked, place)
    context: dict[str, Any] = {
        "asked": asked,
        "typed": given.text,
        "left_out": presenting.left_out(request.GET, given),
        "is_cut": asked.text != given.text,
        "kept": list(addresses.kept()),
        "unfiltered_url": addresses.unfiltered(),
        "fields": (*presenting.order_of_facets(), "after", "before"),
        **_elsewhere(asked),
    }
    try:
        answer = find(asked, place)
    except EngineUnavailableError:
        return TemplateResponse(request, TEMPLATE, context, status=503, headers={"Retry-After": "60"})
    if request.method == "GET" and asked.page == 1 and not asked.is_narrowed and not answer.results.total:
        in_vain.note(asked.text, client_of(request))
    context |= _shown(request, asked, answer, place, addresses)
    return TemplateResponse(request, TEMPLATE, context)


def show_only_institution(request: HttpRequest, asked: Asked, place: Place) -> None:
    """Frame a page about a single institution's things as that institution's."""
    chosen = asked.chosen.get("institution", ())
    if len(chosen) == 1:
        show_institution(request, place.institutions[chosen[0]].uuid)


def _elsewhere(asked: Asked) -> dict[str, str]:
    """The same question's other addresses; `page_query` is the site's, for the page in other languages."""
    question = presenting.written(asked).urlencode()
    here = presenting.written(asked, page=asked.page).urlencode()
    names = {
        "feed_url": "submission_search:feed",
        "save_url": "submission_search:save",
        "csv_url": "submission_search_api:csv",
        "json_url": "submission_search_api:json",
    }
    urls = {key: f"{reverse(name)}?{question}" if question else reverse(name) for key, name in names.items()}
    return {**urls, "page_query": here}


def _shown(
    request: HttpRequest, asked: Asked, answer: Answer, place: Place, addresses: presenting.Addresses
) -> dict[str, Any]:
    results = answer.results
    added = below_hits((found.hit for found in answer.found), request, language_here())
    own = getattr(request, "institution", None)
    facets = presenting.facets(results.facets, asked, place, addresses)
    return {
        "results": results,
        "counted": {"words": MAX_TERMS, "stars": MAX_PREFIXES},
        "delayed": answer.delayed,
        "hits": [_hit(found, added.get(found.hit.id, "")) for found in answer.found],
        "footers": below_results(
            institution=own.uuid if own else None,
            query=asked.text,
            total=results.total,
            request=request,
            language=language_here(),
        ),
        "facets": facets,
        "chosen": [choice for facet in facets for choice in facet.choices if choice.chosen],
        "undated_url": addresses.undated(),
        "topics_url": addresses.with_topics(not asked.with_topics),
        "meant": answer.meant,
        "meant_url": addresses.asking(answer.meant) if answer.meant else "",
        "orders": presenting.orders(asked, addresses),
        "first_url": addresses.on_page(1),
        "previous_url": addresses.on_page(asked.page - 1) if asked.page > 1 else "",
        "next_url": addresses.on_page(asked.page + 1) if asked.page < results.pages else "",
    }


def _hit(found: Found, added: str) -> dict[str, Any]:
    hit = found.hit
    return {
        "hit": hit,
        "added": added,
        "institution": found.institution,
        "words": found.words,
        "topics": found.topics,
        "kind": kind_label(hit.kind),
        "state": STATES.get(hit.state, ""),
        "url": page_of(hit),
    }
