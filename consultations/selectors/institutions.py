"""Reading institutions."""

from uuid import UUID

from consultations.errors import NotFound
from consultations.models import Institution
from consultations.selectors.views import InstitutionView
from consultations.selectors.visibility import public_institutions


def institution_list() -> tuple[InstitutionView, ...]:
    """Every institution that is not switched off, by slug. One query."""
    return tuple(institution_view(row) for row in public_institutions().order_by("slug"))


def institution_by_slug(slug: str) -> InstitutionView:
    """One institution. Raises NotFound."""
    return _one(slug=slug)


def institution_by_uuid(uuid: UUID) -> InstitutionView:
    """One institution. Raises NotFound."""
    return _one(uuid=uuid)


def _one(**lookup: object) -> InstitutionView:
    row = public_institutions().filter(**lookup).first()
    if row is None:
        raise NotFound
    return institution_view(row)


def institution_view(row: Institution) -> InstitutionView:
    """The public view of an institution's row."""
    return InstitutionView(
        uuid=row.uuid,
        slug=row.slug,
        names=row.name,
        languages=tuple(row.languages),
        jurisdiction=row.jurisdiction,
        time_zone=row.time_zone,
        rule_set=row.rule_set,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
    )
