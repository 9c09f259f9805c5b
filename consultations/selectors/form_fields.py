"""What people entered in the form fields of plugins: named for readers, and counted for the plugin."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations.activation.gate import enabled_consultations
from consultations.extension_points.submissions import FieldValue, SubmissionField
from consultations.form_fields.declaring import fields_of_consultation
from consultations.models import SubmissionFieldValue
from consultations.selectors.views import SubmissionView
from consultations.selectors.visibility import public_submissions
from plugins.kernel import gate
from plugins.kernel.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """A value as a reader is shown it. `key` is "slug.name", `text` the value in words."""

    key: str
    label: str
    value: FieldValue
    text: str
    is_public: bool


def named_values(submission: SubmissionView, language: str) -> tuple[NamedValue, ...]:
    """What a view has of form fields, labelled by the plugins in `language`.

    Each plugin is asked once a request for all submissions of a consultation, and only where something was
    entered. What it does not know any more is shown by its name and value.
    """
    if not submission.entered:
        return ()
    asked = fields_of_consultation(submission.institution, submission.consultation, language)
    with override(language):
        named = []
        for entered in submission.entered:
            declared = asked.get(entered.key)
            field = declared.field if declared else None
            named.append(
                NamedValue(
                    key=entered.key,
                    label=str(field.label) if field else entered.name.replace("_", " "),
                    value=entered.value,
                    text=_text(field, entered.value),
                    is_public=entered.is_public,
                )
            )
    return tuple(named)


def field_values(
    plugin: str, submission_uuids: Sequence[UUID], *, with_private: bool = False
) -> dict[UUID, dict[str, FieldValue]]:
    """What was entered in a plugin's fields with these submissions: {submission: {name: value}}.

    Of public submissions only, in consultations where the plugin is on; submissions without values are left
    out. `with_private`: also what is for staff alone. A constant number of queries for one institution.
    """
    rows = _public_values(plugin, with_private=with_private).filter(submission__uuid__in=list(submission_uuids))
    found = list(
        rows.order_by("pk").values_list(
            "submission__uuid", "name", "value", "consultation__uuid", "consultation__institution__uuid"
        )
    )
    places = {consultation: institution for _uuid, _name, _value, consultation, institution in found}
    enabled = enabled_consultations(plugin, places)
    values: dict[UUID, dict[str, FieldValue]] = {}
    for uuid, name, value, consultation, _institution in found:
        if consultation in enabled:
            values.setdefault(uuid, {})[name] = value
    return values


def field_counts(
    plugin: str, name: str, consultation: UUID, *, with_private: bool = False
) -> dict[str | int | bool, int]:
    """How many public submissions of a consultation have which value of a field; most first.

    Where several choices may be ticked, each is counted. Nothing where the plugin is off. `with_private`: of a
    field that is for staff alone. Three queries at most.
    """
    if not gate.is_active(plugin, Scope(None, consultation)):
        return {}
    rows = _public_values(plugin, with_private=with_private).filter(consultation__uuid=consultation, name=name)
    counts: Counter[str | int | bool] = Counter()
    for value, count in rows.values_list("value").annotate(Count("pk")).order_by():
        for one in value if isinstance(value, list) else [value]:
            counts[one] += count
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0]))))


def _public_values(plugin: str, *, with_private: bool) -> QuerySet[SubmissionFieldValue]:
    rows = SubmissionFieldValue.objects.filter(plugin=plugin, submission__in=public_submissions(with_traces=False))
    return rows if with_private else rows.filter(is_public=True)


def _text(field: SubmissionField | None, value: FieldValue) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = {offered: str(label) for offered, label in field.choices} if field else {}
    if isinstance(value, list):
        return ", ".join(labels.get(one, one) for one in value)
    if isinstance(value, int):
        return str(localize(value))
    if field is not None and field.kind == "date":
        try:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:  # it was a text when it was entered
            return value
    return labels.get(value, value)
