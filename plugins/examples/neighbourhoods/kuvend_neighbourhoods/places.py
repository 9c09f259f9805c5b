"""Which institution an address names."""

from django.http import Http404, HttpRequest

from plugins.api.activation import Scope
from plugins.api.record import InstitutionView, NotFound, institution_by_slug


def of_institution(request: HttpRequest, slug: str) -> tuple[Scope, ...]:
    """The institution. Raises Http404."""
    return (Scope(institution_named(slug).uuid),)


def institution_named(slug: str) -> InstitutionView:
    """The institution of that slug. Raises Http404."""
    try:
        return institution_by_slug(slug)
    except NotFound:
        raise Http404 from None
