"""What plugins ask of whoever takes part, as far as it can be asked.

A plugin that fails, or whose declaration makes no sense, asks nothing: nobody is kept from taking part by it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import structlog
from django.db import Error as DatabaseError
from django.utils.functional import Promise
from django.utils.translation import override

from consultations.extension_points.submissions import (
    SUBMISSION_FIELDS,
    SubmissionField,
    SubmissionFieldsContext,
)
from consultations.texts.normalising import Unstorable, normalise_text
from plugins.kernel import gate
from plugins.kernel.invoking import HandlerError, failed
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.scope import Scope

logger = structlog.get_logger("kuvend.form_fields")

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
KINDS = frozenset({"choice", "choices", "text", "int", "bool", "date"})
OFFERING = frozenset({"choice", "choices"})
TEXT_LIMIT = 10_000
CHOICE_LIMIT = 200
MOST_FIELDS = 50
MOST_CHOICES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredField:
    """A form field with the plugin that asks for it."""

    plugin: str
    field: SubmissionField

    @property
    def key(self) -> str:
        """`slug.name`, by which values are sent."""
        return f"{self.plugin}.{self.field.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked in one place, in order. `silent`: plugins that were to say what they ask, and could not."""

    fields: tuple[DeclaredField, ...] = ()
    silent: frozenset[str] = frozenset()
    _by_key: Mapping[str, DeclaredField] = field(default_factory=dict, repr=False)

    def get(self, key: str) -> DeclaredField | None:
        """The field of that key (`slug.name`), None where it is not asked."""
        return self._by_key.get(key)


def asked_fields(context: SubmissionFieldsContext) -> Asked:
    """The fields that active plugins ask for in a place; each plugin is asked once a request."""
    return gate.remembered(("submission.fields", context), lambda: _asked(context))


def fields_of_consultation(institution: UUID, consultation: UUID, language: str) -> Asked:
    """The fields asked for anywhere in a consultation, to name values that were entered."""
    context = SubmissionFieldsContext(institution=institution, consultation=consultation, language=language)
    return asked_fields(context)


def _asked(context: SubmissionFieldsContext) -> Asked:
    scope = Scope(context.institution, context.consultation)
    fields: dict[str, DeclaredField] = {}
    silent = set()
    for loaded in SUBMISSION_FIELDS.contributions(scope):
        outcome = SUBMISSION_FIELDS.ask(loaded, context, scope)
        declared = _in_words(loaded, outcome.value or [], context) if outcome.answered else None
        if declared is None or not _makes_sense(loaded, declared, scope, taken=fields):
            silent.add(loaded.plugin)
            continue
        for one in declared:
            asked = DeclaredField(plugin=loaded.plugin, field=one)
            fields[asked.key] = asked
    return Asked(fields=tuple(fields.values()), silent=frozenset(silent), _by_key=fields)


def _in_words(
    loaded: LoadedContribution, declared: list[SubmissionField], context: SubmissionFieldsContext
) -> list[SubmissionField] | None:
    """The fields with their lazy texts made; None where one fails, which would otherwise be in the page."""
    try:
        with override(context.language):
            return [_with_plain_texts(one) if isinstance(one, SubmissionField) else one for one in declared]
    except DatabaseError:
        raise
    except Exception as error:
        failed(loaded, Scope(context.institution, context.consultation), error)
        return None


def _with_plain_texts(one: SubmissionField) -> SubmissionField:
    choices: Any = one.choices
    if isinstance(choices, tuple):
        # What is no pair is left for `_misfits` to name.
        choices = tuple((pair[0], _plain(pair[1])) if _is_pair(pair) else pair for pair in choices)
    return replace(one, label=_plain(one.label), help=_plain(one.help), choices=choices)


def _plain(text: Any) -> Any:
    return str(text) if isinstance(text, Promise) else text


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2


def _makes_sense(
    loaded: LoadedContribution, declared: list[SubmissionField], scope: Scope, *, taken: Mapping[str, object]
) -> bool:
    """Whether all of a plugin's fields can be asked; what is wrong is counted as its failure."""
    names = [key.partition(".")[2] for key in taken if key.startswith(f"{loaded.plugin}.")]
    objection = next(_objections(declared, names), None)
    if objection is not None:
        logger.error("form_fields_broken", plugin=loaded.plugin, what=objection)
        failed(loaded, scope, HandlerError(objection))
    return objection is None


def _objections(declared: list[SubmissionField], taken: list[str]) -> Iterator[str]:
    if len(declared) > MOST_FIELDS:
        yield f"more than {MOST_FIELDS} fields"
    names = set(taken)
    for one in declared:
        if not isinstance(one, SubmissionField):
            yield f"{type(one).__name__} is no SubmissionField"
            return
        if not isinstance(one.name, str) or not NAME.fullmatch(one.name):
            yield "the name of a field is no identifier of up to 60 small letters, digits and _"
        elif one.name in names:
            yield f"field {one.name!r} is there twice"
        names.add(one.name)
        yield from _misfits(one)


def _misfits(one: SubmissionField) -> Iterator[str]:
    if one.kind not in KINDS:
        yield f"field {one.name!r} is of no known kind"
    if not _is_text(one.label) or not str(one.label).strip():
        yield f"field {one.name!r} has no label"
    if not _is_text(one.help):
        yield f"field {one.name!r}: its help is no text"
    if not all(limit is None or type(limit) is int for limit in (one.minimum, one.maximum)):
        yield f"field {one.name!r}: minimum and maximum are whole numbers"
    if type(one.max_length) is not int or not 1 <= one.max_length <= TEXT_LIMIT:
        yield f"field {one.name!r}: max_length is between 1 and {TEXT_LIMIT}"
    if not _are_choices(one.choices) or (one.kind in OFFERING and not one.choices):
        yield f"field {one.name!r}: choices are up to {MOST_CHOICES} pairs of plain texts, each value once"


def _are_choices(choices: object) -> bool:
    if not isinstance(choices, tuple) or len(choices) > MOST_CHOICES:
        return False
    pairs = [pair for pair in choices if _is_pair(pair)]
    fit = [
        value
        for value, label in pairs
        if isinstance(value, str) and 0 < len(value) <= CHOICE_LIMIT and _is_kept(value) and _is_text(label)
    ]
    return len(fit) == len(choices) == len(set(fit))


def _is_kept(value: str) -> bool:
    """Whether a value reaches the record as it was declared."""
    try:
        return normalise_text(value) == value
    except Unstorable:
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str | Promise)
