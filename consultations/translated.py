"""Reading texts that are kept as {language: text}."""

from collections.abc import Mapping

#: Where to look next when a text is not there in the language asked for.
FALLBACKS: dict[str, tuple[str, ...]] = {
    "sr": ("sr-latn", "bs", "hr"),
    "sr-latn": ("sr", "bs", "hr"),
    "bs": ("hr", "sr-latn"),
    "hr": ("bs", "sr-latn"),
}


def pick_language(available: Mapping[str, str], language: str, default: str = "en") -> str:
    """The language to show: the one asked for, its nearest relatives, the default, English, any; "" if none."""
    for candidate in (language, *FALLBACKS.get(language, ()), default, "en", *available):
        if available.get(candidate):
            return candidate
    return ""


def pick(available: Mapping[str, str], language: str, default: str = "en") -> str:
    """The text to show in `language`, by the order of `pick_language`; "" if there is none."""
    return available.get(pick_language(available, language, default), "")
