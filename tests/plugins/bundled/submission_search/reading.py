"""The search page as the tests read it."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client


def search(client: Client, interface: str = "en", /, **parameters: Any) -> BeautifulSoup:
    response = client.get(f"/{interface}/search/", parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def said(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ", strip=True).split()) for found in page.select(selector)]


def lang_of(element: Tag | None) -> str:
    """The language an element is read out in: its own `lang`, or the nearest above it."""
    assert element is not None
    return next(one["lang"] for one in [element, *element.parents] if one.get("lang"))
