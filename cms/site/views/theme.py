"""An institution's colours as a stylesheet: custom properties and nothing else."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from cms.tenancy.models import InstitutionProfile

CACHE_SECONDS = 300


def mix(colour: str, other: str, share: float) -> str:
    """`#rrggbb` between two `#rrggbb`: `share` of the first (0 to 1), the rest of the second."""
    pairs = ((int(colour[start : start + 2], 16), int(other[start : start + 2], 16)) for start in (1, 3, 5))
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def stylesheet(primary: str, accent: str) -> str:
    """The custom properties for a main colour (readable under white) and an accent colour (under dark text)."""
    return (
        ":root{"
        f"--k-accent:{primary};"
        f"--k-accent-strong:{mix(primary, '#000000', 0.72)};"
        f"--k-accent-wash:{mix(primary, '#ffffff', 0.08)};"
        f"--k-highlight:{accent}"
        "}\n"
    )


def _stylesheet_of(request: HttpRequest, slug: str) -> str | None:
    """The institution's stylesheet, looked up once for each request."""
    if not hasattr(request, "_theme"):
        colours = (
            InstitutionProfile.objects.filter(institution__slug=slug)
            .values_list("primary_colour", "accent_colour")
            .first()
        )
        request._theme = stylesheet(*colours) if colours else None  # type: ignore[attr-defined]
    found: str | None = request._theme  # type: ignore[attr-defined]
    return found


def _etag(request: HttpRequest, slug: str) -> str | None:
    css = _stylesheet_of(request, slug)
    return quote_etag(hashlib.sha256(css.encode()).hexdigest()[:20]) if css else None


@require_safe
@condition(etag_func=_etag)
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """`/theme/<slug>.css`. Raises Http404 for an unknown institution."""
    css = _stylesheet_of(request, slug)
    if css is None:
        raise Http404
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response
