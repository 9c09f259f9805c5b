"""Is what the plugin declares to store about people handed out and erased?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from consultations.authors import email_fingerprint
from consultations.extension_points import PersonalRecord, PersonContext
from plugins.kernel.invoking import resolve
from plugins.testing.conformance.subject import Subject
from plugins.testing.world import World

EXPORT, ERASE = "personal_data.export", "personal_data.erase"


@dataclass(frozen=True)
class _Kept:
    """One row with personal data: where, and the declared fields as they are."""

    model: type[Model]
    pk: Any
    values: dict[str, Any]
    refers_to: frozenset[tuple[type[Model], Any]] = frozenset()
    """The rows it belongs to, which take it with them."""

    @property
    def now(self) -> dict[str, Any] | None:
        """The declared fields as they are now; None where the row is gone."""
        return self.model._default_manager.filter(pk=self.pk).values(*self.values).first()


def personal_data_objections(subject: Subject) -> list[str]:
    """What is declared and not written by `fill`, not exported, not erased; and what is erased of others."""
    declared = subject.plugin.manifest.personal_data
    if not declared:
        return []
    missing = [point for point in (EXPORT, ERASE) if not subject.contributions_to(point)]
    if missing:
        return [f"personal data are declared, and nothing is contributed to {point}" for point in missing]
    world = subject.world("personal", accounts=True)
    theirs, others = _kept_of(subject, world)
    found = [
        f"fill writes no {one.model} of its first participant: whether it is erased cannot be seen"
        for one in declared
        if not any(kept.model._meta.label == one.model for kept in theirs)
    ]
    return [*found, *_exporting(subject, world, theirs), *_erasing(subject, world, theirs, others)]


def _person(world: World) -> PersonContext:
    """The first participant, by everything the record knows them by."""
    submission = world.submissions[0]
    user: Any = submission.participant.user
    return PersonContext(
        institution=None,
        participants=(submission.participant.uuid,),
        submissions=(submission.uuid,),
        user=user.pk,
        address_fingerprints=(email_fingerprint(user.email),),
    )


def _kept_of(subject: Subject, world: World) -> tuple[list[_Kept], list[_Kept]]:
    """The first participant's rows, and all others."""
    theirs: list[_Kept] = []
    others: list[_Kept] = []
    for declared in subject.plugin.manifest.personal_data:
        for row in apps.get_model(declared.model)._default_manager.all():
            refers_to = frozenset(
                (field.related_model, getattr(row, field.attname))
                for field in row._meta.concrete_fields
                if field.is_relation
            )
            kept = _Kept(type(row), row.pk, {name: getattr(row, name) for name in declared.fields}, refers_to)
            (theirs if _is_of_first(row, world) else others).append(kept)
    return theirs, others


def _is_of_first(row: Model, world: World) -> bool:
    """Whether a row names the first participant or, naming no participant, their submission."""
    person = _person(world)
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    accounts = {value for name, value in values.items() if name in ("user", "user_id") and value is not None}
    named = {str(value) for value in values.values()}
    if accounts:
        return person.user in accounts
    if named & {str(participant) for participant in world.participants}:
        return str(person.participants[0]) in named
    return bool(named & {str(person.submissions[0]), *person.address_fingerprints})


def _exporting(subject: Subject, world: World, theirs: list[_Kept]) -> Iterator[str]:
    records = [
        record
        for loaded in subject.contributions_to(EXPORT)
        for record in resolve(loaded.contribution.handler)(_person(world))
    ]
    if not all(isinstance(record, PersonalRecord) for record in records):
        yield f"{EXPORT} answers with something that is no PersonalRecord"
        return
    if len(records) < len({kept.model for kept in theirs}):
        yield f"{EXPORT} hands out {len(records)} records, where things of {len(theirs)} rows are stored"
    try:
        texts = json.dumps([dict(record.values) for record in records], ensure_ascii=False)
    except TypeError as error:
        yield f"{EXPORT} answers with values that are not ready for JSON: {error}"
        return
    for kept in theirs:
        for name, value in kept.values.items():
            said = json.dumps(value, ensure_ascii=False, default=str).strip('"')
            if value not in (None, "") and not isinstance(value, UUID) and said not in texts:
                yield f"{EXPORT} leaves out {kept.model._meta.label}.{name}"


def _erasing(subject: Subject, world: World, theirs: list[_Kept], others: list[_Kept]) -> Iterator[str]:
    def erase(person: PersonContext) -> int:
        with transaction.atomic():
            return sum(resolve(loaded.contribution.handler)(person) for loaded in subject.contributions_to(ERASE))

    stranger = PersonContext(institution=None, participants=(uuid4(),), submissions=(uuid4(),))
    if erase(stranger):
        yield f"{ERASE} says that it erased something of somebody of whom nothing is stored"
    erased = erase(_person(world))
    if theirs and not erased:
        yield f"{ERASE} says that it erased nothing"
    for kept in theirs:
        now = kept.now
        for name, value in kept.values.items():
            if now is not None and value not in (None, "") and now[name] == value:
                yield f"{ERASE} leaves {kept.model._meta.label}.{name} as it was"
    erased_rows = {(kept.model, kept.pk) for kept in theirs}
    for kept in others:
        if kept.now != kept.values and not kept.refers_to & erased_rows:
            yield f"{ERASE} changes or erases {kept.model._meta.label} of somebody else"
    if erase(_person(world)):
        yield f"{ERASE} finds something to erase a second time"
