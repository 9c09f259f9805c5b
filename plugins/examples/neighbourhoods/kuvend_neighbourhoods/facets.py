"""The names of settlements among the filters of a search."""

from kuvend_neighbourhoods.settling import names_of
from plugins.api.texts import pick


def labels(values: list[str], language: str) -> dict[str, str]:
    """Code → name in a language, of those that are known. One query."""
    return {code: pick(names, language) for code, names in names_of(values).items()}
