"""A consultation's way from its announcement to its answers, as the page tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.selectors.views import ConsultationView
from consultations.states import ConsultationState


@dataclass(frozen=True)
class Step:
    """One station. `at` is None where no date is set yet; `status`: behind us, where we are, or to come."""

    what: str | Promise
    at: datetime | None
    status: Literal["done", "now", "next"]


def timeline(consultation: ConsultationView) -> tuple[Step, ...]:
    """The stations of a consultation, in order."""
    state = consultation.state
    if state == ConsultationState.CANCELLED:
        return (
            Step(_("Planned opening"), consultation.opens_at, "done"),
            Step(_("Cancelled"), consultation.cancelled_at, "now"),
        )
    order = (
        ConsultationState.PLANNED,
        ConsultationState.OPEN,
        ConsultationState.CLOSED,
        ConsultationState.ANSWERED,
    )
    reached = 3 if state == ConsultationState.ARCHIVED else order.index(state)

    def status(position: int) -> Literal["done", "now", "next"]:
        if position == reached and state != ConsultationState.ARCHIVED:
            return "now"
        return "done" if position <= reached else "next"

    steps = [
        Step(_("Announced"), None, status(0)),
        Step(_("Opens") if reached < 1 else _("Opened"), consultation.opens_at, status(1)),
        Step(_("Closes") if reached < 2 else _("Closed"), consultation.closes_at, status(2)),
        Step(
            _("Every contribution is answered"),
            consultation.answered_at,
            status(3),
        ),
    ]
    if state == ConsultationState.ARCHIVED:
        steps.append(Step(_("Archived"), consultation.archived_at, "now"))
    return tuple(steps)
