"""Walking the admin's URLs."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver


def admin_patterns(
    resolver: Any = None, path: str = "", names: tuple[str, ...] = (), *, plugins: bool = False
) -> Iterator[tuple[str, str, URLPattern]]:
    """Name, route and pattern of every view below /admin/; those that plugins bring only when asked for."""
    for item in (resolver or get_resolver()).url_patterns:
        route = f"{path}{item.pattern}"
        if hasattr(item, "url_patterns"):
            if route == "" or "admin/".startswith(route[:6]) or route.startswith("admin/"):
                inner = (*names, item.namespace) if item.namespace else names
                yield from admin_patterns(item, route, inner, plugins=plugins)
        elif route.startswith("admin/") and (plugins or not route.startswith("admin/plugins/")):
            yield ":".join((*names, item.name or "")), route, item
