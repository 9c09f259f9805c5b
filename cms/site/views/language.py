"""The bare address: to the reader's language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

#: What browsers may ask for, and whose readers read Serbian Latin.
_RELATED = {"bs": "sr-latn", "hr": "sr-latn", "sh": "sr-latn", "cnr": "sr-latn"}


def preferred_language(request: HttpRequest) -> str:
    """An interface language: by cookie, else by what the browser asks for, relatives of ours included."""
    ours = {code for code, _name in settings.LANGUAGES}
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in ours:
        return get_language_from_request(request)
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        parts = asked.split("-")
        for length in range(len(parts), 0, -1):
            code = "-".join(parts[:length])
            code = _RELATED.get(code, code)
            if code in ours:
                return code
    return get_language_from_request(request)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Redirect `/` to `/<language>/`: an institution's host offers the languages it publishes in."""
    language = preferred_language(request)
    institution = getattr(request, "institution", None)
    if institution is not None:
        published = set(institution.languages) | ({"sr"} if "sr-latn" in institution.languages else set())
        if language not in published:
            language = institution.languages[0]
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
