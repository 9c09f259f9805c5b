"""What is looked at once when a process starts, and needs the database."""

import structlog
from django.db import DatabaseError

from consultations.models import Institution
from plugins.kernel.migrating import unapplied
from plugins.kernel.registry import registry
from plugins.kernel.urls import site_prefixes

logger = structlog.get_logger(__name__)


def quarantine_unready() -> None:
    """Leave out plugins whose tables are not there yet, or whose pages would hide an institution's: two queries.

    Called by web server, worker and commands before they begin. A database that does not answer leaves all as
    it is: the site waits for it anyway.
    """
    try:
        found = unapplied()
        if found is None:
            return
        prefixes = site_prefixes()
        hidden = Institution.objects.filter(slug__in=list(prefixes)).values_list("slug", flat=True)
        for slug in hidden:
            found[prefixes[slug]] = (
                f"site.urls: the prefix {slug!r} is the address of an institution: set another in its options"
            )
    except DatabaseError as error:
        logger.warning("plugins_not_looked_at", error=type(error).__name__)
        return
    for slug, reason in found.items():
        registry.quarantine(slug, reason)
