"""Which decisions a list of them may show: those of institutions where moderation is on."""

from uuid import UUID

from django.http import HttpRequest

from plugins.api.activation import PORTAL, Scope, permitting_institutions
from plugins.api.record import InstitutionView, institution_list
from plugins.bundled.moderation.checks import PLUGIN


def institutions_on() -> tuple[InstitutionView, ...]:
    """Every institution where moderation is on, by slug."""
    on = permitting_institutions(PLUGIN)
    return tuple(view for view in institution_list() if view.uuid in on)


def of_query(request: HttpRequest) -> tuple[Scope, ...]:
    """The place a log is asked for: the institution named by `?institution=`, that of the host, or the portal."""
    slug = request.GET.get("institution")
    for view in institution_list() if slug else ():
        if view.slug == slug:
            return (Scope(view.uuid),)
    own = host_institution(request)
    return (Scope(own),) if own else (PORTAL,)


def host_institution(request: HttpRequest) -> UUID | None:
    """The institution whose own host the request came to."""
    institution = getattr(request, "institution", None)
    return institution.uuid if institution is not None else None
