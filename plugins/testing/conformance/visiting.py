"""Visiting a plugin's addresses, at an institution or at the portal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.test.client import ClientHandler

from plugins.testing.conformance.subject import Subject
from plugins.testing.off import NAMESPACES, addresses
from plugins.testing.world import World

PUBLIC = ("site.urls", "api.routes")
ADMIN = ("admin.views",)


@dataclass(frozen=True)
class Visit:
    """An address that was asked for, and what came."""

    path: str
    status: int
    is_html: bool
    text: str


class _HandlerAt(ClientHandler):
    """Answers as if every request came to the host of one institution."""

    institution: Any = None

    def get_response(self, request: Any) -> Any:
        request.institution = self.institution
        return super().get_response(request)


def client_at(institution: Any | None, user: Any | None = None) -> Client:
    """A browser that is always at one institution's own host, or (None) at the portal's."""
    client = Client(raise_request_exception=False)
    client.handler = _HandlerAt(enforce_csrf_checks=False)
    client.handler.institution = institution
    client.handler.raise_request_exception = False  # type: ignore[attr-defined]
    if user is not None:
        client.force_login(user)
    return client


def visits(client: Client, subject: Subject, world: World, points: tuple[str, ...] = PUBLIC) -> Iterator[Visit]:
    """Ask for every address of the plugin at these points, with samples of the world in it; following nothing."""
    found = [
        address.path
        for loaded in subject.contributions
        if loaded.contribution.point in set(points) & set(NAMESPACES)
        for address in addresses(loaded, world)
    ]
    further = list(subject.paths(world)) if "site.urls" in points else []
    for path in dict.fromkeys([*found, *further]):
        answer: Any = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield Visit(
            path=path,
            status=answer.status_code,
            is_html=answer.headers.get("Content-Type", "").startswith("text/html"),
            text=content.decode(answer.charset or "utf-8", "replace"),
        )
