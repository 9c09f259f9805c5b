"""Where submissions stand, without their words: what a plugin's own lists are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.models import Submission
from consultations.states import PUBLIC_TEXT, SubmissionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A submission by identifiers only. `participant` tells whether two came from one sender, no more.

    `published_at` is when the public first saw it or its trace; None while it never has.
    """

    submission: UUID
    institution: UUID
    consultation: UUID
    version: UUID | None
    provision_uid: UUID | None
    root: UUID | None
    participant: UUID
    state: SubmissionState
    published_at: datetime | None

    @property
    def visible(self) -> bool:
        """Whether its text is public, not only its trace."""
        return self.state in PUBLIC_TEXT


_COLUMNS = (
    "uuid",
    "institution__uuid",
    "consultation__uuid",
    "version__uuid",
    "provision_uid",
    "root__uuid",
    "participant__uuid",
    "state",
    "published_at",
)


def placement_of(submission: UUID) -> Placement | None:
    """Where one submission stands, whatever its state: one query. None for an unknown one."""
    row = Submission.objects.filter(uuid=submission).values_list(*_COLUMNS).first()
    return None if row is None else _placement(row)


def public_placements(
    *, institution: UUID | None = None, consultation: UUID | None = None, batch: int = 2000
) -> Iterator[Placement]:
    """Every submission that the public has ever seen, traces included, oldest first; read in batches.

    `institution`, `consultation`: only those of it.
    """
    where = {"institution__uuid": institution, "consultation__uuid": consultation}
    rows = Submission.objects.filter(
        published_at__isnull=False, **{name: uuid for name, uuid in where.items() if uuid is not None}
    ).order_by("pk")
    for row in rows.values_list(*_COLUMNS).iterator(chunk_size=batch):
        yield _placement(row)


def _placement(row: tuple[Any, ...]) -> Placement:
    submission, institution, consultation, version, provision_uid, root, participant, state, published_at = row
    return Placement(
        submission=submission,
        institution=institution,
        consultation=consultation,
        version=version,
        provision_uid=provision_uid,
        root=root,
        participant=participant,
        state=SubmissionState(state),
        published_at=published_at,
    )
