"""First parts of addresses that are the site's own and can name no institution."""

RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "api",
        "consultations",
        "documents",
        "follow",
        "healthz",
        "institutions",
        "media",
        "readyz",
        "search",
        "static",
        "submissions",
        "theme",
        "threads",
        "verify",
    }
)
