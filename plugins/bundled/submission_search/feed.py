"""Any search as an Atom feed: what was published last of what it finds."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plugins.api.search import EngineUnavailableError, Sort, search
from plugins.bundled.submission_search.asking import Asked, read, unknown
from plugins.bundled.submission_search.finding import Found, checked, page_of, plain_text
from plugins.bundled.submission_search.naming import title_of
from plugins.bundled.submission_search.presenting import written
from plugins.bundled.submission_search.scope import place_of
from plugins.bundled.submission_search.values import Place, language_here
from plugins.bundled.submission_search.vocabulary import kind_label

ENTRIES = 30
SECONDS = 300  # a reader may keep an answer for
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = "text/plain; charset=utf-8"
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Atom 1.0 (RFC 4287) that was last updated when its newest entry was, not when somebody asked.

    Titles and summaries are text, which a reader shows as it is: Django would call a summary HTML. What is in
    another language than the feed says so.
    """

    def latest_post_date(self) -> datetime:
        """When the newest entry was published."""
        return max((item["updateddate"] for item in self.items), default=_BEGINNING)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """What an entry has, each once."""
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.startElement("author", {})
        handler.addQuickElement("name", item["author_name"])
        handler.endElement("author")
        for name, text, language in (
            ("title", item["title"], item["title_language"]),
            ("summary", item["description"], item["language"]),
        ):
            handler.addQuickElement(name, text, {"type": "text", "xml:lang": language})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest hits, whatever order the search page is in. 503 while the engine is down.

    400 for what is not understood (any more), such as an institution that has left search or a facet whose
    plugin is gone: to leave it out, as the page does, would send its subscribers everybody's things. An error
    rather than a feed without entries, because a reader shows an error to whoever subscribed, keeps what it has
    and asks again; a feed without entries looks like one with nothing new.
    """
    place = place_of(request)
    asked = read(request.GET, place)
    if problems := {**unknown(request.GET), **asked.problems}:
        return _refused(problems)
    try:
        found = _newest(asked, place)
    except EngineUnavailableError:
        response = HttpResponse(_("Search is not available at the moment."), status=503, content_type=_PLAIN)
        response["Retry-After"] = "300"
        return response
    made = _feed(request, asked, place)
    for one in found:
        _add(made, one, request)
    response = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _refused(problems: Mapping[str, list[str]]) -> HttpResponse:
    lines = [_("This feed can no longer be asked as it was meant. Search anew, and follow that search.")]
    lines += [f"{name}: {' '.join(said)}" for name, said in problems.items()]
    return HttpResponse("\n".join(lines), status=400, content_type=_PLAIN)


def _newest(asked: Asked, place: Place) -> tuple[Found, ...]:
    query = asked.query(place, sort=Sort.NEWEST, page=1, page_size=ENTRIES)
    return checked(search(query).hits, place)


def _feed(request: HttpRequest, asked: Asked, place: Place) -> Feed:
    question = written(asked, sort=Sort.RELEVANCE).urlencode()
    path = request.path.removesuffix("feed.atom")
    here = request.build_absolute_uri(f"{request.path}?{question}" if question else request.path)
    page = request.build_absolute_uri(f"{path}?{question}" if question else path)
    made = Feed(
        title=printable(title_of(asked, place)),
        link=page,
        description=None,
        language=language_here(),
        author_name=request.get_host(),
        feed_url=here,
        feed_guid=here,
    )
    return made


def _add(made: Feed, found: Found, request: HttpRequest) -> None:
    hit, words = found.hit, found.words
    reader = language_here()
    title, title_language = hit.title, hit.language
    if words:
        title_language = reader
        about = words.consultation_title_in(reader)
        title = _("Contribution no. %(number)d – %(title)s") % {"number": words.number, "title": about}
    made.add_item(
        title=printable(title) or str(kind_label(hit.kind)),
        title_language=title_language,
        link=request.build_absolute_uri(page_of(hit)),
        description=printable(plain_text(hit.passage_html)),
        language=hit.language,
        unique_id=f"tag:{_authority(request)},2026:{'/'.join(filter(None, (hit.id, hit.part)))}",
        pubdate=hit.published_at,
        updateddate=hit.published_at,
        author_name=found.institution.name_in(reader),
    )


def _authority(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def printable(text: str) -> str:
    """Text without what XML 1.0 cannot say."""
    return _NOT_XML.sub("", text)
