"""First parts of addresses that can name no institution, because something else stands there."""

from plugins.kernel.urls import site_prefixes

#: What the site itself mounts.
CORE_PREFIXES = frozenset(
    {
        "accounts",
        "admin",
        "api",
        "consultations",
        "documents",
        "files",
        "follow",
        "healthz",
        "help",
        "institutions",
        "media",
        "mine",
        "readyz",
        "receipt",
        "static",
        "submissions",
        "theme",
        "verify",
    }
)

#: What no institution may be called: the site's own, and the prefixes of the plugins that come with it.
RESERVED_SLUGS = CORE_PREFIXES | {"moderation", "search", "threads"}


def reserved_slugs() -> frozenset[str]:
    """What no institution may be called: as above, and the prefixes of other plugins that are installed."""
    return RESERVED_SLUGS | frozenset(site_prefixes())
