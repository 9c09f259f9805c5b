"""From where a request comes."""

from django.conf import settings
from django.http import HttpRequest


def client_of(request: HttpRequest) -> str:
    """The network address of who asks, for counting and nothing else: never stored, never logged.

    Behind `TRUSTED_PROXIES` proxies it is the one that the outermost of them wrote down; what stands before that
    in the header anybody may have made up.
    """
    proxies: int = settings.TRUSTED_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return str(request.META.get("REMOTE_ADDR") or "")
