"""Published documents' HTML: an allow-list, and the plain text that search and quotes work on."""

import re
from html.parser import HTMLParser

import nh3

_CELL = {"colspan", "rowspan"}
_INLINE = frozenset({"strong", "b", "em", "i", "u", "s", "sub", "sup", "a", "code", "img", "span"})
_CELLS = frozenset({"th", "td"})
_BLOCKS = frozenset(
    {"p", "br", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "hr", "figure", "figcaption"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr"}
)
TAGS = _INLINE | _CELLS | _BLOCKS
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"scope", *_CELL},
    "td": _CELL,
}
URL_SCHEMES = {"http", "https", "mailto"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def sanitise_html(html: str) -> str:
    """The HTML with only harmless tags, attributes and addresses; scripts and styles go with their content."""
    return nh3.clean(
        _CONTROLS.sub("", html),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )


def plain_text(html: str) -> str:
    """The words of sanitised HTML: one line a block, cells separated by a tab, pictures by their alt text."""
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[^\S\t]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append("\t")

    def handle_data(self, data: str) -> None:
        # White space in HTML source, line ends included, is one space; only blocks make lines.
        self.parts.append(re.sub(r"\s+", " ", data))
