"""The view of a version's row."""

from consultations.models import Version
from consultations.selectors.views import VersionView


def version_view(row: Version) -> VersionView:
    """The public view; `row.document.institution` must be loaded."""
    return VersionView(
        uuid=row.uuid,
        document=row.document.uuid,
        institution=row.document.institution.uuid,
        kind=row.document.kind,
        number=row.number,
        titles=row.titles,
        languages=tuple(row.languages),
        source_language=row.source_language,
        published_at=row.published_at,
        content_hash=row.content_hash,
    )
