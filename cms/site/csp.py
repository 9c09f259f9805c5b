"""What a page of ours may load and do: the Content-Security-Policy of each part of the site."""

from typing import Any

SELF = "'self'"
NOTHING = "'none'"

#: The public site: our own files only, no inline script, no inline style, no eval.
PUBLIC: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NOTHING],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

#: The Wagtail admin: its widgets write scripts and styles into the page.
ADMIN: dict[str, Any] = {
    **PUBLIC,
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "worker-src": [SELF, "blob:"],
}

#: The browsable API documents: Swagger UI sets styles on elements and draws with data: images.
API_DOCS: dict[str, Any] = {**PUBLIC, "style-src": [SELF, "'unsafe-inline'"]}

_BY_PREFIX = (("/admin/", ADMIN), ("/api/v1/docs/", API_DOCS))


def policy_for(path: str) -> dict[str, Any]:
    """The directives for a request path; the public ones unless a prefix says otherwise."""
    for prefix, policy in _BY_PREFIX:
        if path.startswith(prefix):
            return policy
    return PUBLIC
