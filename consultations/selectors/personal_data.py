"""Everything that is stored about one person, for their right of access (GDPR article 15)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from consultations.models import ContactDetail, Participant, Submission, SubmissionFieldValue
from consultations.people import Person, PersonUnknown, context_of
from consultations.personal_data import exported_by_plugins
from consultations.selectors.assembling import SHOWN, Reader, assembled
from consultations.selectors.views import SubmissionView

#: What an account's row says of the person; the password's hash is nobody's to have.
OF_ACCOUNT = ("pk", "email", "first_name", "last_name", "language", "date_joined", "last_login", "is_active")


def export_person(person: Person, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Account, addresses, submissions with their answers and decisions, and what plugins store; ready for JSON
    but for dates and uuids. `without`: plugins that are not asked, because they cannot be.

    Raises PluginNotAsked: what would be incomplete is not handed out; PersonUnknown where nothing is stored.
    """
    by_plugins = exported_by_plugins(context_of(person), without=without)
    if not person.is_in_the_record and not any(by_plugins.values()):
        raise PersonUnknown
    return {
        "account": _account(person),
        "participants": _participants(person),
        "submissions": _submissions(person),
        "plugins": {
            plugin: [{"kind": record.kind, "values": dict(record.values)} for record in records]
            for plugin, records in by_plugins.items()
        },
    }


def _account(person: Person) -> dict[str, Any] | None:
    if person.user is None:
        return None
    return get_user_model()._default_manager.filter(pk=person.user).values(*OF_ACCOUNT).first()


def _participants(person: Person) -> list[dict[str, Any]]:
    contacts = {
        key: {"email": email, "language": language, "verified_at": verified_at}
        for key, email, language, verified_at in ContactDetail.objects.filter(
            participant__in=person.participants
        ).values_list("participant_id", "email", "language", "verified_at")
    }
    return [
        {
            "uuid": row.uuid,
            "kind": row.kind,
            "display_name": row.display_name,
            "organisation": row.organisation,
            "created_at": row.created_at,
            "contact": contacts.get(row.pk),
        }
        for row in Participant.objects.filter(pk__in=person.participants).order_by("pk")
    ]


def _submissions(person: Person) -> list[dict[str, Any]]:
    rows = Submission.objects.filter(participant__in=person.participants).order_by("pk")
    found = list(rows.values(*SHOWN, "receipt_number", "content_hash"))
    values = _field_values(person)
    return [
        _submission(view, row["receipt_number"], row["content_hash"], values.get(view.uuid, {}))
        for row, view in zip(found, assembled(found, Reader.AUTHOR), strict=True)
    ]


def _field_values(person: Person) -> dict[UUID, dict[str, Any]]:
    rows = SubmissionFieldValue.objects.filter(submission__participant__in=person.participants).order_by("pk")
    values: dict[UUID, dict[str, Any]] = {}
    for uuid, plugin, name, value in rows.values_list("submission__uuid", "plugin", "name", "value"):
        values.setdefault(uuid, {})[f"{plugin}.{name}"] = value
    return values


def _submission(view: SubmissionView, receipt: str, content_hash: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "uuid": view.uuid,
        "receipt_number": receipt,
        "number": view.number,
        "institution": view.institution_slug,
        "consultation": {"uuid": view.consultation, "titles": dict(view.consultation_titles)},
        "version": view.version,
        "provision": view.provision_uid,
        "author_name": view.author_name,
        "author_organisation": view.author_organisation,
        "language": view.language,
        "text": view.text,
        "quote": dict(view.quote) if view.quote else None,
        "fields": fields,
        "state": str(view.state),
        "channel": view.channel,
        "submitted_at": view.submitted_at,
        "published_at": view.published_at,
        "content_hash": content_hash,
        "answer": view.response
        and {
            "outcome": view.response.outcome,
            "reasons": dict(view.response.reasons),
            "published_at": view.response.published_at,
        },
        "decisions": [
            {"action": one.action, "reasons": dict(one.public_reasons), "decided_at": one.decided_at}
            for one in view.moderation
        ],
    }
