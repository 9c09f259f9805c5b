"""The languages of the site: how they are tagged, named, and where the same page is in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils import translation
from django.utils.encoding import escape_uri_path
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page

from consultations.languages import SUBMISSION_LANGUAGES

#: BCP 47 tags where Django's code is not one, or leaves the script open.
_TAGS = {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}


@dataclass(frozen=True)
class LanguageLink:
    """One language in the switcher. `equivalent`: the address shows the same page, not another."""

    code: str
    tag: str
    name: str
    url: str
    current: bool
    equivalent: bool = True


def lang_tag(code: str) -> str:
    """The BCP 47 tag of a language code of ours: `sr-latn` → `sr-Latn`, `sr` → `sr-Cyrl`, else the code."""
    return _TAGS.get(code, code)


def language_name(code: str) -> str:
    """A language's name in that language, as on a list; the code where nobody knows its name."""
    if code in SUBMISSION_LANGUAGES:
        return SUBMISSION_LANGUAGES[code]
    names = LANG_INFO.get(code) or {}
    name = str(names.get("name_local") or names.get("name") or code)
    return name[:1].upper() + name[1:]


def language_of(request: HttpRequest) -> str:
    """The language of a request by its path, cookie or header, for pages shown before Django decides it."""
    return translation.get_language_from_request(request, check_path=True)


def path_in_language(path: str, code: str) -> str:
    """The same path below another language's prefix; that language's first page if it had no prefix."""
    language = translation.get_language_from_path(path)
    if not language:
        return f"/{code}/"
    return f"/{code}/{path.lstrip('/').partition('/')[2]}"


def language_links_for(request: HttpRequest, current: str, query: str | None = None) -> list[LanguageLink]:
    """A link for every interface language, by exchanging the prefix of the path.

    The query is kept, unless the page says that another one leads to it.
    """
    query = request.META.get("QUERY_STRING", "") if query is None else query
    safe_query = f"?{query}" if query and query.isascii() and query.isprintable() else ""
    return [
        LanguageLink(
            code=code,
            tag=lang_tag(code),
            name=language_name(code),
            url=escape_uri_path(path_in_language(request.path_info, code)) + safe_query,
            current=code == current,
        )
        for code, _name in settings.LANGUAGES
    ]


def language_links_of_page(translations: Iterable[Page], request: HttpRequest, current: str) -> list[LanguageLink]:
    """A link for every interface language to the page's translation; to the front page where there is none.

    `translations` has the page itself and needs the locales. `sr` and `sr-latn` read the same page.
    """
    paths = {found.locale.language_code: urlsplit(found.get_url(request) or "").path for found in translations}
    links = []
    for code, _name in settings.LANGUAGES:
        path = paths.get(get_supported_content_language_variant(code), "")
        links.append(
            LanguageLink(
                code=code,
                tag=lang_tag(code),
                name=language_name(code),
                url=path_in_language(path, code) if path else f"/{code}/",
                current=code == current,
                equivalent=bool(path),
            )
        )
    return links
