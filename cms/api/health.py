"""Whether the process lives (`/healthz`) and whether it can serve (`/readyz`)."""

import time

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plugins.kernel.migrating import core_is_migrated
from plugins.kernel.registry import registry
from search.engines import engine_for

logger = structlog.get_logger(__name__)
_migrated = False


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; asks nothing of any other service."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    global _migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            if not core_is_migrated():
                return "migrations are missing"
            _migrated = True
    except DatabaseError as error:
        logger.warning("database_not_ready", error=type(error).__name__)
        return "down"
    return "ok"


def _search() -> str:
    try:
        engine_for(settings.SEARCH_URL).ping()
    except Exception as error:  # the engine is a foreign service: whatever it raises, it is down
        logger.warning("search_not_ready", error=type(error).__name__)
        return "down"
    return "ok"


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated; search that is down is said, and delays nothing else."""
    started = time.monotonic()
    checks = {"database": _database(), "search": _search()}
    ready = checks["database"] == "ok"
    body = {
        "status": "ok" if ready else "not ready",
        "checks": checks,
        "plugins_quarantined": len(registry.quarantined),
        "milliseconds": round((time.monotonic() - started) * 1000, 1),
    }
    return JsonResponse(body, status=200 if ready else 503)
