"""The checks behind a manifest's fields. Each names what is wrong and where, or returns nothing."""

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

SLUG = re.compile(r"[a-z][a-z0-9_]{1,39}")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,59}")
POINT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
HANDLER = re.compile(rf"{DOTTED.pattern}:{DOTTED.pattern}")
MODEL = re.compile(r"[a-z][a-z0-9_]*\.[A-Za-z_]\w*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
SCOPES = ("institution", "consultation")
ROLES = ("editor", "reviewer", "moderator", "official", "administrator")
"""The roles that people hold at an institution."""


class ManifestError(ValueError):
    """A manifest that cannot be right. The message names the plugin (or its part) and the field."""


def _fail(where: str, name: str, expected: str, value: object) -> None:
    raise ManifestError(f"{where}: {name}: must be {expected}, got {value!r}")


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def slug(where: str, name: str, value: object) -> None:
    """Lower-case letters, digits and underscores, 2 to 40 of them, a letter first."""
    if not _matches(SLUG, value):
        _fail(where, name, "2 to 40 lower-case letters, digits or underscores, a letter first", value)


def slugs(where: str, name: str, value: object) -> None:
    """A tuple of slugs."""
    if not isinstance(value, tuple) or not all(_matches(SLUG, item) for item in value):
        _fail(where, name, "a tuple of plugin slugs", value)


def identifier(where: str, name: str, value: object) -> None:
    """A lower-case name."""
    if not _matches(IDENTIFIER, value):
        _fail(where, name, "lower-case letters, digits or underscores, a letter first", value)


def point_name(where: str, name: str, value: object) -> None:
    """The name of an extension point, such as `submission.check`."""
    if not _matches(POINT, value):
        _fail(where, name, 'the name of an extension point, such as "submission.check"', value)


def dotted(where: str, name: str, value: object) -> None:
    """A dotted Python name."""
    if not _matches(DOTTED, value):
        _fail(where, name, "a dotted Python name", value)


def handler(where: str, name: str, value: object) -> None:
    """`"package.module:attribute"`, or empty."""
    if value != "" and not _matches(HANDLER, value):
        _fail(where, name, '"package.module:attribute"', value)


def model_name(where: str, name: str, value: object) -> None:
    """`"app_label.Model"`."""
    if not _matches(MODEL, value):
        _fail(where, name, '"app_label.Model"', value)


def version(where: str, name: str, value: object) -> None:
    """A PEP 440 version."""
    try:
        if isinstance(value, str):
            Version(value)
            return
    except InvalidVersion:
        pass
    _fail(where, name, 'a version, such as "1.2.0"', value)


def specifier(where: str, name: str, value: object) -> None:
    """A PEP 440 specifier that excludes something: an empty one would promise too much."""
    try:
        if isinstance(value, str) and value.strip():
            SpecifierSet(value)
            return
    except InvalidSpecifier:
        pass
    _fail(where, name, 'a version specifier, such as ">=1,<2"', value)


def text(where: str, name: str, value: object, *, required: bool = True) -> None:
    """A string, not blank where required."""
    if not isinstance(value, str) or (required and not value.strip()):
        _fail(where, name, "a text", value)


def strings(where: str, name: str, value: object, *, required: bool = False) -> None:
    """A tuple of strings."""
    if not isinstance(value, tuple) or not all(isinstance(item, str) and item for item in value):
        _fail(where, name, "a tuple of texts", value)
    if required and not value:
        _fail(where, name, "a tuple with at least one text", value)


def texts(where: str, name: str, value: object, *, required: bool = True) -> None:
    """A mapping of language codes to texts, with English where required."""
    if not isinstance(value, Mapping):
        _fail(where, name, "a mapping of language codes to texts", value)
    assert isinstance(value, Mapping)  # noqa: S101 - tells the type checker what _fail has made sure of
    for code, translation in value.items():
        if not _matches(LANGUAGE, code):
            _fail(where, name, 'keyed by language codes such as "sr-latn"', code)
        if not isinstance(translation, str) or not translation.strip():
            _fail(where, f"{name}[{code!r}]", "a text", translation)
    if required and "en" not in value:
        _fail(where, name, 'a mapping with an "en" text', dict(value))


def boolean(where: str, name: str, value: object) -> None:
    """True or False, not merely truthy."""
    if not isinstance(value, bool):
        _fail(where, name, "True or False", value)


def integer(where: str, name: str, value: object) -> None:
    """An int that is no bool."""
    if isinstance(value, bool) or not isinstance(value, int):
        _fail(where, name, "a whole number", value)


def one_of(where: str, name: str, value: object, allowed: Sequence[str]) -> None:
    """One of the allowed words."""
    if value not in allowed:
        _fail(where, name, "one of " + ", ".join(allowed), value)


def choices(where: str, value: object, *, required: bool) -> None:
    """Pairs of a stored text and its labels; none where the setting is no choice."""
    if not isinstance(value, tuple) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        _fail(where, "choices", "a tuple of (value, labels) pairs", value)
    assert isinstance(value, tuple)  # noqa: S101 - as above
    if bool(value) != required:
        _fail(where, "choices", "given for a choice, and only for a choice", value)
    for stored, labels in value:
        text(where, "choices", stored)
        texts(where, f"choices[{stored!r}]", labels)
    distinct(where, "choices", [stored for stored, _ in value])


def options(where: str, name: str, value: object) -> None:
    """A mapping with text keys."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        _fail(where, name, "a mapping with text keys", value)


def scopes(where: str, name: str, value: object) -> None:
    """`"institution"`, and perhaps `"consultation"`."""
    if not isinstance(value, tuple) or "institution" not in value or not set(value) <= set(SCOPES):
        _fail(where, name, 'a tuple with "institution" and perhaps "consultation"', value)


def roles(where: str, name: str, value: object) -> None:
    """A tuple of roles that people hold at institutions, none twice."""
    if not isinstance(value, tuple) or not all(role in ROLES for role in value) or len(set(value)) < len(value):
        _fail(where, name, f"a tuple of roles ({', '.join(ROLES)})", value)


def instances(where: str, name: str, value: object, kind: type) -> None:
    """A tuple of instances of one class."""
    if not isinstance(value, tuple) or not all(isinstance(item, kind) for item in value):
        _fail(where, name, f"a tuple of {kind.__name__}", value)


def bounds(where: str, minimum: int | None, maximum: int | None) -> None:
    """No minimum above the maximum."""
    if minimum is not None and maximum is not None and minimum > maximum:
        _fail(where, "minimum", f"at most the maximum, {maximum}", minimum)


def not_itself(where: str, own: str, contributions: Sequence[Any]) -> None:
    """No contribution that is ordered before or after its own plugin. Those of one plugin run as declared."""
    for contribution in contributions:
        for name in ("before", "after"):
            if own in getattr(contribution, name):
                at = f" ({contribution.declared_at})" if contribution.declared_at else ""
                _fail(f"{where}: contribution to {contribution.point!r}{at}", name, "other plugins' slugs", own)


def distinct(where: str, name: str, values: Sequence[Hashable]) -> None:
    """No value twice."""
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise ManifestError(f"{where}: {name}: declared twice: {', '.join(twice)}")
