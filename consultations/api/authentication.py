"""Who calls: a person with a session, or an institution's program with a token."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from consultations.models import ApiToken, Institution
from consultations.services.issue_api_token import secret_hash


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """What a valid token stands for."""

    institution: Institution
    scopes: frozenset[str]


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>` (RFC 6750). The caller stays anonymous as a person."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, TokenGrant] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = (
            ApiToken.objects.select_related("institution")
            .filter(secret_hash=secret_hash(secret.strip()), revoked_at=None, institution__is_active=True)
            .first()
        )
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is unknown or has been revoked."))
        return AnonymousUser(), TokenGrant(token.institution, frozenset(token.scopes))

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class HasScope(BasePermission):
    """Allows what the token's scopes name; use `HasScope.of("responses:write")`."""

    scope = ""

    @classmethod
    def of(cls, scope: str) -> type["HasScope"]:
        return type(f"HasScope_{scope}", (cls,), {"scope": scope})

    def has_permission(self, request: Request, view: Any) -> bool:
        grant = request.auth
        if not isinstance(grant, TokenGrant):
            return False
        return self.scope in grant.scopes


class TokenScheme(OpenApiAuthenticationExtension):
    """How the token is described in the OpenAPI document."""

    target_class = TokenAuthentication
    name = "institutionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": str(_("An institution's API token."))}
