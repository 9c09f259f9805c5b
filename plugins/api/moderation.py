"""Moderating: what moderators read, what the public reads of their decisions, and the decision itself.

The selectors for moderators take the institutions whose things they may return; who may see these is for the
caller to check (`plugins.api.roles`).
"""

from consultations.selectors.moderation import (
    DecisionView,
    ModeratedSubmission,
    ModerationSearch,
    StaffDecision,
    consultation_titles,
    held_count,
    moderated_counts,
    moderated_institutions,
    moderated_submission,
    moderated_submissions,
    public_decisions,
    staff_decisions,
)
from consultations.services.moderate import moderate

__all__ = [
    "DecisionView",
    "ModeratedSubmission",
    "ModerationSearch",
    "StaffDecision",
    "consultation_titles",
    "held_count",
    "moderate",
    "moderated_counts",
    "moderated_institutions",
    "moderated_submission",
    "moderated_submissions",
    "public_decisions",
    "staff_decisions",
]
