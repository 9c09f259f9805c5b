"""Which languages words have keys in. Serbian, Croatian, Bosnian and Montenegrin are one: `hbs`."""

LANGUAGES = ("sq", "hbs", "mk", "tr", "en")
"""The languages of the keys, in the order they come in."""

_GROUPS = {"sq": "sq", "sr": "hbs", "hr": "hbs", "bs": "hbs", "cnr": "hbs", "me": "hbs", "sh": "hbs", "hbs": "hbs"}
_GROUPS |= {"mk": "mk", "tr": "tr", "en": "en", "aln": "sq", "als": "sq", "srp": "hbs", "mkd": "mk", "sqi": "sq"}


def group_of(code: str | None) -> str | None:
    """The language of keys for a language tag such as "sr-Latn" or "en_GB"; None for others and for none."""
    if not code:
        return None
    return _GROUPS.get(code.replace("_", "-").partition("-")[0].lower())


def detect_language(text: str) -> tuple[str, ...]:
    """The one or two languages of keys `text` seems to be in, the likelier first; empty where nothing tells."""
    lowered = text.lower()
    if any(letter in lowered for letter in "ѓќѕ"):
        return ("mk",)
    if any(letter in lowered for letter in "ђћčćđš"):
        return ("hbs",)
    if "ë" in lowered:
        return ("sq",)
    return ("tr",) if any(letter in lowered for letter in "ığş") else ()
