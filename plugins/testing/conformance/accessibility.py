"""Can everybody use it, and does the site's content security policy let it work? What can be seen in the HTML."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from plugins.testing.conformance.contexts import askers
from plugins.testing.conformance.subject import Subject
from plugins.testing.conformance.visiting import client_at, visits

Attributes = dict[str, str | None]
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image"})
NAMED = ("a", "button")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Reader(HTMLParser):
    """Notes what is wrong while it reads. What needs the whole page is judged in `finish`."""

    def __init__(self, is_page: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_page = is_page
        self.found: list[str] = []
        self._ids: Counter[str] = Counter()
        self._labelled: set[str] = set()
        self._controls: list[tuple[str, Attributes]] = []
        self._open: list[tuple[str, Attributes]] = []
        self._named: list[list[Any]] = []
        self._level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag not in VOID:
            self._open.append((tag, attributes))
        if attributes.get("id"):
            self._ids[str(attributes["id"])] += 1
        self._note_policy(tag, attributes)
        self._note_element(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in NAMED and self._named and self._named[-1][0] == tag:
            _tag, where, has_name = self._named.pop()
            if not has_name:
                self.found.append(f"{where} has no text")
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                break

    def handle_data(self, data: str) -> None:
        if data.strip():
            for entry in self._named:
                entry[2] = True

    def finish(self) -> list[str]:
        """Everything that is wrong."""
        self.found += [f'id="{name}" is there {times} times' for name, times in self._ids.items() if times > 1]
        for where, attributes in self._controls:
            if attributes.get("id") not in self._labelled:
                self.found.append(f"{where} has no label")
        return self.found

    def _note_policy(self, tag: str, attributes: Attributes) -> None:
        """Inline scripts and styles are not run on the public site."""
        if tag == "style" or (tag == "script" and "src" not in attributes and not _is_data(attributes)):
            self.found.append(f"<{tag}> is inline, which the content security policy forbids")
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                self.found.append(f'<{tag} {name}="{value}"> is inline, which the content security policy forbids')
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}> is a script")

    def _note_element(self, tag: str, attributes: Attributes) -> None:
        if tag == "img":
            if attributes.get("alt") is None:
                self.found.append(f'<img src="{attributes.get("src")}"> has no alt')
            elif attributes["alt"]:
                self.handle_data(str(attributes["alt"]))
        if tag in HEADINGS:
            self._note_heading(tag)
        if tag == "label" and attributes.get("for"):
            self._labelled.add(str(attributes["for"]))
        if tag in ("input", "select", "textarea") and attributes.get("type") not in UNLABELLED_INPUTS:
            self._note_control(tag, attributes)
        if tag in NAMED and (tag != "a" or "href" in attributes):
            has_name = bool(attributes.get("aria-label") or attributes.get("aria-labelledby"))
            self._named.append([tag, _shown(tag, attributes), has_name])
        if (attributes.get("tabindex") or "0").lstrip("-").isdigit() and int(attributes.get("tabindex") or 0) > 0:
            self.found.append(f"{_shown(tag, attributes)} has a positive tabindex")
        if tag == "iframe" and not attributes.get("title"):
            self.found.append("<iframe> has no title")
        if tag == "html" and not attributes.get("lang"):
            self.found.append("<html> has no lang")

    def _note_heading(self, tag: str) -> None:
        level = int(tag[1])
        if not self.is_page and level == 1:
            self.found.append("<h1> is the page's own, a slot begins with <h2> or lower")
        if self._level and level > self._level + 1:
            self.found.append(f"<{tag}> follows <h{self._level}>: a level is left out")
        self._level = level

    def _note_control(self, tag: str, attributes: Attributes) -> None:
        inside = any(name == "label" for name, _attributes in self._open)
        if not (inside or attributes.get("aria-label") or attributes.get("aria-labelledby")):
            self._controls.append((_shown(tag, attributes), attributes))


def html_objections(html: str, *, is_page: bool = False) -> list[str]:
    """What is wrong with a piece of HTML, or with a whole page."""
    reader = _Reader(is_page)
    reader.feed(html)
    reader.close()
    return reader.finish()


def inaccessible(subject: Subject) -> list[str]:
    """What is wrong with the plugin's slots, filled with three of everything, and its public pages."""
    world = subject.world("accessible")
    found: list[str] = []
    for asker in askers(subject):
        if asker.is_html:
            found += _told(asker.key, html_objections(asker.ask(world, None).html))
    for visit in visits(client_at(world.institution), subject, world, ("site.urls",)):
        if visit.is_html and visit.status == 200:
            found += _told(visit.path, html_objections(visit.text, is_page="<html" in visit.text))
    return found


def _told(where: str, objections: list[str]) -> Iterator[str]:
    return (f"{where}: {objection}" for objection in dict.fromkeys(objections))


def _is_data(attributes: Attributes) -> bool:
    """A script element that is no script: JSON for one, or a template."""
    return attributes.get("type") in ("application/json", "application/ld+json", "text/template")


def _shown(tag: str, attributes: Attributes) -> str:
    name = next((f' {key}="{attributes[key]}"' for key in ("id", "name", "href") if attributes.get(key)), "")
    return f"<{tag}{name}>"
