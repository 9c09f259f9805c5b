"""`/api/v1/search/`: the search page's powers for programs."""

from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from plugins.api.rest import AnyForm, csv_file, json_file
from plugins.api.search import FACETS, MAX_PAGE_SIZE, EngineUnavailableError, Sort
from plugins.bundled.submission_search import asking
from plugins.bundled.submission_search.exporting import COLUMNS, Export, first
from plugins.bundled.submission_search.finding import Answer, Found, address, find
from plugins.bundled.submission_search.presenting import written
from plugins.bundled.submission_search.scope import place_of
from plugins.bundled.submission_search.serializers import (
    BY_TOPIC,
    BY_WORDS,
    SearchAnswerSerializer,
    SuggestionsSerializer,
)
from plugins.bundled.submission_search.suggesting import LONGEST, MOST, proposals
from plugins.bundled.submission_search.values import Place
from plugins.bundled.submission_search.vocabulary import KINDS, OUTCOMES, STATES


class SearchUnavailable(APIException):
    status_code = 503
    default_code = "search_unavailable"
    title = _("Search is not available at the moment.")
    default_detail = _("Search is not available at the moment. Please try again in a few minutes.")
    wait = 60  # seconds


def _filter(name: str, description: str, choices: list[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, str, many=True, enum=choices, description=f"{description} May be repeated.")


def _day(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.DATE, description=description)


TEXT = OpenApiParameter("q", str, description="What to search for. Without it, everything is listed.")
QUESTION = [
    TEXT,
    _filter("kind", f"What is searched: {', '.join(KINDS)}, or a kind that a plugin adds."),
    _filter("institution", "Slug of an institution."),
    _filter("state", "State of a consultation, submission or document version.", list(STATES)),
    _filter("outcome", "Of a submission's answer.", list(OUTCOMES)),
    _filter("topic", "Slug of a topic, see /api/v1/topics/."),
    _filter("language", "Language code of the text, such as sq."),
    _filter("year", "Year of publication; of a consultation, the year it opens."),
    _filter("organisation", "For which a submission was sent, as it is written there."),
    _filter("provision", "Identifier (uid) of the provision a submission is about."),
    _day("after", "The first day of publication that counts."),
    _day("before", "The first day of publication that no longer counts."),
    OpenApiParameter(
        "topics",
        str,
        enum=[asking.WORDS_ONLY],
        description="A text that is a topic's name also finds what is about the topic; not with this.",
    ),
    OpenApiParameter("sort", str, enum=[sort.value for sort in Sort], default=Sort.RELEVANCE.value),
]
PAGING = [
    OpenApiParameter("page", int, default=1, description="Pages are numbered from 1."),
    OpenApiParameter(
        "limit", int, default=asking.DEFAULT_LIMIT, description=f"Hits on a page, 1 to {MAX_PAGE_SIZE}."
    ),
]
PROBLEMS = {
    400: OpenApiResponse(description="A problem document that names each wrong parameter."),
    503: OpenApiResponse(description="The search engine is down; Retry-After says when to try again."),
}
_WHOLE = (
    "The whole result, however long, newest first or oldest first. Of documents and consultations the text is the "
    "best passage; of submissions it is whole. `X-Total-Count` is the number of results when it began."
)


class Asking(APIView):
    """Open to everybody; nobody is asked who they are."""

    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    def asked(
        self, request: Request, also: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> tuple[asking.Asked, Place]:
        """What is asked, and from where. ValidationError names every wrong parameter."""
        place = place_of(request._request)
        asked = asking.read(request.query_params, place)
        problems = {**asked.problems, **asking.unknown(request.query_params, also, without)}
        if problems:
            raise ValidationError(problems)
        return asked, place


class SearchView(Asking):
    """Search published submissions, documents and consultations."""

    @extend_schema(
        operation_id="search",
        description=(
            'Full-text search over what is public, past and present. Words in `q` must all occur; `"a phrase"`, '
            "`-not`, `a OR b`, `prefix*` and `field:value` work. Inflection, accents, case and script (Cyrillic, "
            "Latin) make no difference. Every facet is counted under the filters on the other facets."
        ),
        parameters=[*QUESTION, *PAGING],
        responses={200: SearchAnswerSerializer, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """One page of hits, with the total and the facets."""
        asked, place = self.asked(request)
        try:
            answer = find(asked, place)
        except EngineUnavailableError as error:
            raise SearchUnavailable from error
        return Response(SearchAnswerSerializer(_answer(request, asked, answer, place)).data)


class SuggestionsView(Asking):
    """Suggestions for somebody who is typing."""

    @extend_schema(
        operation_id="search_suggestions",
        description=(
            f"At most {MOST} topics, titles, provisions and frequent words that go on from `q`, from two letters "
            f"on; of a longer text the first {LONGEST} characters count. Topics are named in the language of "
            "`Accept-Language` or `language`."
        ),
        parameters=[
            OpenApiParameter("q", str, description="What was typed so far."),
            OpenApiParameter("language", str, description="To name topics in."),
            _filter("institution", "Slug of an institution to whose titles to keep."),
        ],
        responses={200: SuggestionsSerializer, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """A handful."""
        asked, place = self.asked(request, ("language",))
        if chosen := asked.chosen.get("institution"):
            place = Place({slug: place.institutions[slug] for slug in chosen})
        language = request.query_params.get("language", "")
        spoken = language if translation.check_for_language(language) else translation.get_language() or "en"
        try:
            with translation.override(spoken):
                found = proposals(asked.text, place)
        except EngineUnavailableError as error:
            raise SearchUnavailable from error
        items = [{"kind": one.kind, "text": one.text, "language": one.language, "url": one.path} for one in found]
        return Response(SuggestionsSerializer({"items": items}).data, headers={"Cache-Control": "max-age=60"})


class ExportView(Asking):
    """A whole result as a file. A file has no pages."""

    content_negotiation_class = AnyForm
    form = "json"

    def answer(self, request: Request) -> StreamingHttpResponse:
        """The file, sent while it is made."""
        asked, place = self.asked(request, without=asking.PAGING)
        try:
            export = Export(request._request, asked, place)
        except EngineUnavailableError as error:
            raise SearchUnavailable from error
        if self.form == "csv":
            pieces, kind = csv_file(COLUMNS, export.cells(), bom=True), "text/csv; charset=utf-8"
        else:
            facts = {"query": dict(written(asked).lists()), "total": export.total}
            pieces, kind = json_file(COLUMNS, export.rows(), facts), "application/json"
        response = StreamingHttpResponse(pieces, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="search.{self.form}"'
        response["X-Total-Count"] = str(export.total)
        return response


class CsvView(ExportView):
    form = "csv"

    @extend_schema(
        operation_id="search_csv",
        description=f"{_WHOLE} Cells that a spreadsheet would take for a formula begin with an apostrophe.",
        parameters=QUESTION,
        responses={(200, "text/csv"): OpenApiTypes.STR, **PROBLEMS},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """CSV in UTF-8 with a header; topics with a blank between."""
        return self.answer(request)


class JsonView(ExportView):
    form = "json"

    @extend_schema(
        operation_id="search_json",
        description=f"{_WHOLE} `query` has the parameters that were asked, each with its values.",
        parameters=QUESTION,
        responses={(200, "application/json"): OpenApiTypes.OBJECT, **PROBLEMS},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """An object with the columns and the rows."""
        return self.answer(request)


def _answer(request: Request, asked: asking.Asked, answer: Answer, place: Place) -> dict[str, Any]:
    results = answer.results
    words = results.query.parsed.positive_terms
    slugs = {uuid: slug for slug, uuid in place.uuids.items()}
    return {
        "items": [_item(request, found, worded=bool(words)) for found in answer.found],
        "total": results.total,
        "facets": {
            name: [
                {"value": slugs[entry.value] if name == "institution" else entry.value, "count": entry.count}
                for entry in counts
            ]
            for name, counts in results.facets.items()
            if name in FACETS or counts  # nothing of a plugin that is off
        },
        "topics": asked.topics if asked.with_topics else (),
        "did_you_mean": answer.meant,
        "delayed": answer.delayed,
        "truncated": results.query.parsed.truncated,
        "next": _page(request, asked.page + 1) if asked.page < results.pages else None,
        "previous": _page(request, asked.page - 1) if 1 < asked.page <= results.pages + 1 else None,
    }


def _item(request: Request, found: Found, *, worded: bool) -> dict[str, Any]:
    hit = found.hit
    language = hit.language if translation.check_for_language(hit.language) else "en"
    title, title_html = hit.title, hit.title_html
    if found.words:
        title = found.words.consultation_title_in(hit.language)
        title_html = escape(title)
    return {
        "id": hit.id,
        "kind": hit.kind,
        "uuid": hit.object_id,
        "institution": found.institution.slug,
        "consultation": hit.consultation or None,
        "number": found.words.number if found.words else None,
        "language": hit.language,
        "state": hit.state,
        "outcome": first(hit.facets.get("outcome")),
        "topics": hit.facets.get("topic", ()),
        "organisation": first(hit.facets.get("organisation")),
        "year": hit.year,
        "published_at": hit.published_at,
        "title": title,
        "title_highlight": title_html,
        "section": hit.section,
        "highlight": hit.passage_html,
        "found_by": (BY_TOPIC if found.topics else BY_WORDS) if worded else "",
        "found_by_topics": [topic.slug for topic in found.topics],
        "url": request.build_absolute_uri(address(hit.url_path, language)),
    }


def _page(request: Request, page: int) -> str:
    query: QueryDict = request.query_params.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
