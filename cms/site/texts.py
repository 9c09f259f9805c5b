"""Texts kept in several languages, as a page shows them: the nearest language, in the page's script."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from cms.site.scripts import html_to_cyrillic, text_to_cyrillic
from consultations.translated import pick_language

CYRILLIC = "sr"
LATIN = "sr-latn"


class LocalText(str):
    """A text that knows its language, so that a template can say it in `lang`."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> "LocalText":
        made = super().__new__(cls, text)
        made.language = language
        return made


def in_script(text: str, language: str = LATIN) -> str:
    """An institution's words in the script of the page: Cyrillic where the page is `/sr/` and the text is
    Serbian Latin, else unchanged. Markup is respected where the text is safe HTML."""
    if language != LATIN or translation.get_language() != CYRILLIC:
        return text
    if isinstance(text, SafeString):
        return mark_safe(html_to_cyrillic(text))  # noqa: S308  safe before, and only letters changed
    return text_to_cyrillic(text)


def language_shown(language: str) -> str:
    """The language, script included, that `in_script` shows a text of this language in."""
    return CYRILLIC if (translation.get_language(), language) == (CYRILLIC, LATIN) else language


def local_text(texts: Mapping[str, str], default: str = "en") -> LocalText:
    """The text for the active language, or the nearest there is, in the page's script."""
    active = translation.get_language() or default
    chosen = pick_language(texts, active, default)
    shown = in_script(texts.get(chosen, ""), chosen)
    return LocalText(shown, language_shown(chosen))
