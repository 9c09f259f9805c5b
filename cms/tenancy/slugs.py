"""First parts of addresses that can name no institution, because something else stands there."""

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
