"""Submissions on their way in: fields that plugins add to the form, and checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from plugins.kernel.points import Combine, ExtensionPoint, OnFailure, Timing
from plugins.kernel.verdicts import Verdict

FieldValue = str | int | bool | list[str]
"""What a form field stores: a text or a choice's value, a whole number, yes or no, several choices, or a date
as "YYYY-MM-DD"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFieldsContext:
    """The form with which somebody takes part in a consultation."""

    institution: UUID
    consultation: UUID
    language: str
    version: UUID | None = None
    provision_uid: UUID | None = None
    parent: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionField:
    """One field that a plugin asks of whoever takes part.

    `name` is an identifier of small letters; `label`, `help` and the labels of `choices` (value, label) are in
    the language of the context. `minimum` and `maximum` are of a number, `max_length` is of a text. A `required`
    field has to be filled in, a `required` tick to be set, save for what a clerk enters from paper. `is_public`
    False keeps the value from pages, API, search and exports: staff and the author alone see it.
    """

    name: str
    kind: Literal["choice", "choices", "text", "int", "bool", "date"]
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 500
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionCheckContext:
    """What somebody sends in, before it is public.

    Asked when it is sent (`verified` False for a guest whose e-mail is not yet confirmed: the person is
    still at the keyboard, so this is the moment to refuse) and again when the guest confirms: then there is
    nobody to refuse, and a refusal holds. `participant` tells whether two came from one sender, no more.
    `fields` has what was entered in plugins' form fields, by "slug.name".
    """

    institution: UUID
    consultation: UUID
    submission: UUID
    participant: UUID
    text: str
    language: str
    channel: str
    verified: bool
    version: UUID | None = None
    provision_uid: UUID | None = None
    parent: UUID | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


SUBMISSION_FIELDS: ExtensionPoint[SubmissionFieldsContext, list[SubmissionField]] = ExtensionPoint(
    "submission.fields",
    SubmissionFieldsContext,
    list[SubmissionField],
    options=frozenset(),
    doc="""Fields of the form with which people take part, on the site and in the API (`fields`, by "slug.name").
    The record checks values against their declaration, stores them with the submission and shows them; the
    plugin reads them with `plugins.api.record.field_values` and `field_counts`. For a rule of its own a plugin
    adds a `submission.check`. A plugin that fails here, or declares a field that makes no sense, asks nothing:
    the form works without it. To name values that were entered, it is asked again for the consultation as a whole
    (`version`, `provision_uid` and `parent` None): then say all fields that there are.""",
)
SUBMISSION_CHECK: ExtensionPoint[SubmissionCheckContext, Verdict] = ExtensionPoint(
    "submission.check",
    SubmissionCheckContext,
    Verdict,
    combine=Combine.VETO,
    timing=Timing.IN_TRANSACTION,
    on_failure=OnFailure.HOLD,
    options=frozenset(),
    doc="""May this be public? `Verdict.accept()`, `Verdict.hold("reason_code")` for a moderator to look at, or
    `Verdict.refuse("message for the person")`. The heaviest verdict of all checks counts; a check that raises
    holds.""",
)
