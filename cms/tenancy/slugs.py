"""First parts of addresses that are the site's own and can name no institution."""

RESERVED_SLUGS = frozenset(
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
        "search",
        "static",
        "submissions",
        "theme",
        "threads",
        "verify",
    }
)
