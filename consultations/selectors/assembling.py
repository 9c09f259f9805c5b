"""From rows of submissions to views: what belongs to each is read for all of them at once."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Count

from consultations.models import ModerationDecision, ProvisionText, ResponseTarget, SubmissionFieldValue
from consultations.selectors.views import EnteredValue, ModerationView, ProvisionRef, ResponseView, SubmissionView
from consultations.selectors.visibility import public_submissions
from consultations.states import PUBLIC_TEXT, SubmissionState
from plugins.kernel import gate
from plugins.kernel.scope import Scope

#: The columns a view is made of, for `QuerySet.values`.
SHOWN = (
    "pk",
    "uuid",
    "number",
    "institution__uuid",
    "institution__slug",
    "institution__languages",
    "consultation__uuid",
    "consultation__titles",
    "consultation__source_language",
    "version_id",
    "version__uuid",
    "version__number",
    "version__titles",
    "version__document__uuid",
    "provision_uid",
    "quote",
    "parent__uuid",
    "parent__number",
    "root_id",
    "root__uuid",
    "author_name",
    "author_organisation",
    "participant__kind",
    "language",
    "text",
    "state",
    "channel",
    "submitted_at",
    "published_at",
    "fields_hash",
)
Row = Mapping[str, Any]


class Reader(Enum):
    """Who reads: it decides in which states they are given the words."""

    PUBLIC = frozenset(PUBLIC_TEXT)
    #: What somebody took back is no longer the institution's to read.
    STAFF = frozenset(SubmissionState) - {SubmissionState.WITHDRAWN}
    AUTHOR = frozenset(SubmissionState)


def assembled(
    rows: Sequence[Row], reader: Reader, *, counts: Mapping[int, int] | None = None
) -> list[SubmissionView]:
    """A view for each row of `SHOWN`, in order.

    Four queries: answers, decisions, provisions (if any row is about one), and the number of replies unless
    `counts` {primary key of a root: replies} gives it. One more where form fields of plugins were filled in.
    """
    if not rows:
        return []
    keys = [row["pk"] for row in rows]
    responses, decisions = _responses(keys), _decisions(keys)
    provisions, entered = _provisions(rows), _entered(rows, reader)
    if counts is None:
        counts = reply_counts([row["pk"] for row in rows if row["root_id"] is None])
    return [
        _view(
            row,
            words=row["state"] in reader.value,
            provision=provisions.get((row["version_id"], row["provision_uid"])),
            reply_count=counts.get(row["pk"], 0),
            response=responses.get(row["pk"]),
            moderation=tuple(decisions.get(row["pk"], ())),
            entered=tuple(entered.get(row["pk"], ())),
        )
        for row in rows
    ]


def reply_counts(roots: Sequence[int]) -> dict[int, int]:
    """How many public replies each thread has, traces included. One query."""
    if not roots:
        return {}
    counted = public_submissions().filter(root__in=roots).values_list("root_id").annotate(Count("pk")).order_by()
    return dict(counted)


def _view(
    row: Row,
    *,
    words: bool,
    provision: ProvisionRef | None,
    reply_count: int,
    response: ResponseView | None,
    moderation: tuple[ModerationView, ...],
    entered: tuple[EnteredValue, ...],
) -> SubmissionView:
    languages = row["institution__languages"]
    return SubmissionView(
        uuid=row["uuid"],
        number=row["number"],
        institution=row["institution__uuid"],
        institution_slug=row["institution__slug"],
        institution_language=languages[0] if languages else "en",
        consultation=row["consultation__uuid"],
        consultation_titles=row["consultation__titles"],
        consultation_language=row["consultation__source_language"],
        document=row["version__document__uuid"],
        version=row["version__uuid"],
        version_number=row["version__number"],
        version_titles=row["version__titles"] or {},
        provision=provision,
        quote=row["quote"] if words else None,
        parent=row["parent__uuid"],
        parent_number=row["parent__number"],
        root=row["root__uuid"],
        author_name=row["author_name"] if words else "",
        author_organisation=row["author_organisation"] if words else "",
        author_kind=row["participant__kind"] if words else "",
        language=row["language"],
        text=row["text"] if words else "",
        state=SubmissionState(row["state"]),
        channel=row["channel"],
        submitted_at=row["submitted_at"],
        published_at=row["published_at"],
        reply_count=reply_count,
        response=response,
        moderation=moderation,
        entered=entered,
    )


def _responses(keys: Sequence[int]) -> dict[int, ResponseView]:
    found = ResponseTarget.objects.filter(submission__in=keys, is_current=True).values_list(
        "submission_id", "response__uuid", "response__outcome", "response__reasons", "response__published_at"
    )
    return {
        key: ResponseView(uuid=uuid, outcome=outcome, reasons=reasons, published_at=at)
        for key, uuid, outcome, reasons, at in found
    }


def _decisions(keys: Sequence[int]) -> dict[int, list[ModerationView]]:
    decisions: dict[int, list[ModerationView]] = {}
    found = ModerationDecision.objects.filter(submission__in=keys).order_by("pk")
    for key, uuid, action, code, reasons, at in found.values_list(
        "submission_id", "uuid", "action", "reason_code", "public_reasons", "decided_at"
    ):
        view = ModerationView(uuid=uuid, action=action, reason_code=code, public_reasons=reasons, decided_at=at)
        decisions.setdefault(key, []).append(view)
    return decisions


def _entered(rows: Sequence[Row], reader: Reader) -> dict[int, list[EnteredValue]]:
    """What was entered in form fields, of plugins that are on in the submission's consultation."""
    filled = {
        row["pk"]: Scope(row["institution__uuid"], row["consultation__uuid"])
        for row in rows
        if row["fields_hash"] and row["state"] in reader.value
    }
    if not filled:
        return {}
    active = {scope: gate.active_slugs(scope) for scope in set(filled.values())}
    found = SubmissionFieldValue.objects.filter(submission__in=list(filled)).order_by("pk")
    if reader is Reader.PUBLIC:
        found = found.filter(is_public=True)
    entered: dict[int, list[EnteredValue]] = {}
    for key, plugin, name, value, is_public in found.values_list(
        "submission_id", "plugin", "name", "value", "is_public"
    ):
        if plugin in active[filled[key]]:
            view = EnteredValue(plugin=plugin, name=name, value=value, is_public=is_public)
            entered.setdefault(key, []).append(view)
    return entered


def _provisions(rows: Sequence[Row]) -> dict[tuple[int | None, UUID | None], ProvisionRef]:
    places = {(row["version_id"], row["provision_uid"]) for row in rows if row["provision_uid"]}
    if not places:
        return {}
    texts = ProvisionText.objects.filter(
        provision__version__in={version for version, _ in places},
        provision__uid__in={uid for _, uid in places},
        is_fallback=False,
    ).values_list(
        "provision__version_id",
        "provision__uid",
        "provision__kind",
        "provision__number",
        "language",
        "heading",
    )
    headings: dict[tuple[int | None, UUID | None], dict[str, str]] = {}
    named: dict[tuple[int | None, UUID | None], tuple[UUID, str, str]] = {}
    for version, uid, kind, number, language, heading in texts:
        named[version, uid] = (uid, kind, number)
        headings.setdefault((version, uid), {})[language] = heading
    return {
        place: ProvisionRef(uid=uid, kind=kind, number=number, headings=headings[place])
        for place, (uid, kind, number) in named.items()
    }
