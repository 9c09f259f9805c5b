"""The panel on the admin's front page: what closes soon, what waits for a moderator, what for an answer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wagtail.admin.ui.components import Component

from cms.tenancy.roles import Role, institution_uuids_with, institutions_of
from consultations.models import Institution
from consultations.selectors.dashboard import closing_soon, unanswered_count
from consultations.selectors.moderation import held_count

SOON = timedelta(days=7)
SHOWN = 5


class ConsultationsPanel(Component):
    """Figures are those of the institutions where the person holds the role that can do something about them."""

    name = "consultations"
    template_name = "answers/dashboard.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Consultations that close soon, and the numbers; None where the person has no such task."""
        user = parent_context["request"].user
        own = Institution.objects.filter(pk__in=institutions_of(user)).values_list("uuid", flat=True)
        moderated = institution_uuids_with(user, Role.MODERATOR)
        answered = institution_uuids_with(user, Role.OFFICIAL)
        return {
            "closing": closing_soon(list(own), within=SOON, limit=SHOWN),
            "held": held_count(moderated) if moderated else None,
            "unanswered": unanswered_count(answered) if answered else None,
            "days": SOON.days,
        }
