"""The values things are filtered by, and what each is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.api.record import Outcome

Words = dict[str, str | Promise]

SUBMISSION, DOCUMENT, CONSULTATION = "submission", "document", "consultation"

KINDS: Words = {
    SUBMISSION: _("Contribution"),
    DOCUMENT: _("Document"),
    CONSULTATION: _("Consultation"),
}


def kind_label(kind: str) -> str | Promise:
    """What a kind is called; another plugin's, which has no word here, by its own name."""
    return KINDS.get(kind, kind.replace("_", " "))


PUBLISHED, ANSWERED = "published", "answered"
CURRENT, SUPERSEDED = "current", "superseded"

#: Consultations have those of `consultations.states`; contributions and documents have the last four.
STATES: Words = {
    "planned": pgettext_lazy("consultation", "planned"),
    "open": pgettext_lazy("consultation", "open"),
    "closed": pgettext_lazy("consultation", "closed"),
    ANSWERED: _("answered"),
    "archived": pgettext_lazy("consultation", "archived"),
    "cancelled": pgettext_lazy("consultation", "cancelled"),
    PUBLISHED: _("not yet answered"),
    CURRENT: _("current version"),
    SUPERSEDED: _("earlier version"),
}

OUTCOMES: Words = {outcome.value: outcome.label for outcome in Outcome}

FACETS: Words = {
    "kind": _("What"),
    "institution": _("Institution"),
    "topic": _("Topic"),
    "state": _("State"),
    "outcome": _("Answer"),
    "language": _("Language"),
    "year": _("Year"),
    "organisation": _("Organisation"),
    "provision": _("Part of a document"),
}
"""In the order the page shows them; those of plugins follow."""

SORTS: Words = {
    "relevance": _("Best match first"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
}
