"""`/api/v1/search/`: the search page's powers for programs."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from plugins.api.record import InstitutionView
from plugins.api.search import MAX_PAGE_SIZE, EngineUnavailableError, Sort
from plugins.bundled.submission_search import asking
from plugins.bundled.submission_search.finding import Answer, Found, address, find
from plugins.bundled.submission_search.scope import searchable_institutions
from plugins.bundled.submission_search.serializers import SearchAnswerSerializer
from plugins.bundled.submission_search.vocabulary import KINDS, STATES


class SearchUnavailable(APIException):
    status_code = 503
    default_code = "search_unavailable"
    default_detail = _("Search is not available at the moment. Please try again in a few minutes.")
    wait = 60  # seconds


def _filter(name: str, description: str, choices: list[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, str, many=True, enum=choices, description=f"{description} May be repeated.")


class SearchView(APIView):
    """Search published submissions, documents and consultations."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="search",
        description=(
            'Full-text search over what is public, past and present. Words in `q` must all occur; `"a phrase"`, '
            "`-not`, `a OR b` and `prefix*` work. Accents, case and script (Cyrillic, Latin) make no difference. "
            "Every facet is counted under the filters on the other facets."
        ),
        parameters=[
            OpenApiParameter("q", str, description="What to search for. Without it, everything is listed."),
            _filter("kind", f"What is searched: {', '.join(KINDS)}, or a kind that a plugin adds."),
            _filter("institution", "Slug of an institution."),
            _filter("state", "State of a consultation, submission or document version.", list(STATES)),
            _filter("language", "Language code of the text, such as sq."),
            _filter("year", "Year of publication; of a consultation, the year it opens."),
            OpenApiParameter("sort", str, enum=[sort.value for sort in Sort], default=Sort.RELEVANCE.value),
            OpenApiParameter("page", int, default=1, description="Pages are numbered from 1."),
            OpenApiParameter(
                "limit", int, default=asking.DEFAULT_LIMIT, description=f"Hits on a page, 1 to {MAX_PAGE_SIZE}."
            ),
        ],
        responses={
            200: SearchAnswerSerializer,
            400: OpenApiResponse(description="A problem document that names each wrong parameter."),
            503: OpenApiResponse(description="The search engine is down; Retry-After says when to try again."),
        },
    )
    def get(self, request: Request) -> Response:
        """One page of hits, with the total and the facets."""
        institutions = searchable_institutions(request._request)
        asked = asking.read(request.query_params, {slug: str(view.uuid) for slug, view in institutions.items()})
        problems = {**asking.unknown(request.query_params), **asked.problems}
        if problems:
            raise ValidationError(problems)
        try:
            answer = find(asked, institutions)
        except EngineUnavailableError as error:
            raise SearchUnavailable from error
        return Response(SearchAnswerSerializer(_answer(request, asked, answer, institutions)).data)


def _answer(
    request: Request, asked: asking.Asked, answer: Answer, institutions: dict[str, InstitutionView]
) -> dict[str, Any]:
    results = answer.results
    slugs = {str(view.uuid): slug for slug, view in institutions.items()}
    return {
        "items": [_item(request, found) for found in answer.found],
        "total": results.total,
        "facets": {
            name: [
                {"value": slugs[entry.value] if name == "institution" else entry.value, "count": entry.count}
                for entry in counts
            ]
            for name, counts in results.facets.items()
        },
        "truncated": results.query.parsed.truncated,
        "next": _page(request, asked.page + 1) if asked.page < results.pages else None,
        "previous": _page(request, asked.page - 1) if 1 < asked.page <= results.pages + 1 else None,
    }


def _item(request: Request, found: Found) -> dict[str, Any]:
    hit = found.hit
    language = hit.language if translation.check_for_language(hit.language) else "en"
    title = hit.title if found.words is None else found.words.consultation_title_in(hit.language)
    return {
        "id": hit.id,
        "kind": hit.kind,
        "uuid": hit.object_id,
        "institution": found.institution.slug,
        "consultation": hit.consultation or None,
        "number": found.words.number if found.words else None,
        "language": hit.language,
        "state": hit.state,
        "year": hit.year,
        "published_at": hit.published_at,
        "title": title,
        "section": hit.section,
        "highlight": hit.passage_html,
        "url": request.build_absolute_uri(address(hit.url_path, language)),
    }


def _page(request: Request, page: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
