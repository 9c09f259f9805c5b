"""For which institutions a person answers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from cms.accounts.models import User
from cms.tenancy.roles import Role, institutions_of
from consultations.errors import NotFound
from consultations.models import Institution
from consultations.selectors.consultations import consultation_detail
from consultations.selectors.views import ConsultationView


def answering_institutions(user: Any) -> list[Institution]:
    """The institutions where the person is a responsible official, by slug."""
    return list(Institution.objects.filter(pk__in=institutions_of(user, Role.OFFICIAL), is_active=True))


def signed_in(request: HttpRequest) -> User:
    """Who acts. Http404 for nobody: the admin lets nobody in who is not signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def own_consultation(user: Any, uuid: UUID) -> ConsultationView:
    """A consultation the person answers for. Http404 for any other, whether it exists or not."""
    try:
        consultation = consultation_detail(uuid)
    except NotFound:
        raise Http404 from None
    own = {institution.uuid for institution in answering_institutions(user)}
    if consultation.institution.uuid not in own:
        raise Http404
    return consultation
