"""What an institution has published last."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from consultations.models import Version
from consultations.selectors.versions import version_view
from consultations.selectors.views import VersionView
from consultations.selectors.visibility import public_versions


def newest_versions(*, institution: UUID, limit: int) -> tuple[VersionView, ...]:
    """The newest version of each of its documents, the one published last first. One query."""
    newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    rows = (
        public_versions()
        .filter(~Exists(newer), document__institution__uuid=institution)
        .select_related("document__institution")
        .order_by("-published_at", "-pk")[:limit]
    )
    return tuple(version_view(row) for row in rows)
