"""Planning hearings."""

from datetime import datetime, timedelta

from django.utils import timezone
from kuvend_hearing_calendar.deciding import HearingContent, publish_hearing, write_hearing
from kuvend_hearing_calendar.models import Hearing

from plugins.testing.world import World


def content(
    title: str = "Hearing in the town hall", *, starts_at: datetime | None = None, **more
) -> HearingContent:
    """A hearing of two hours, in a week from now."""
    starts_at = starts_at or timezone.now().replace(microsecond=0) + timedelta(days=7)
    return HearingContent(
        **{
            "titles": {"en": title, "sq": f"{title} (sq)"},
            "places": {"en": "Town hall, room 1", "sq": "Komuna, salla 1"},
            "descriptions": {"en": "Bring the draft; it is on the table, too."},
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            **more,
        }
    )


def plan(world: World, title: str = "Hearing in the town hall", *, public: bool = True, **more) -> Hearing:
    """A hearing of the world's consultation."""
    institution = world.institution.uuid
    uuid = write_hearing(
        institution=institution, consultation=world.consultation.uuid, content=content(title, **more)
    )
    if public:
        publish_hearing(institution=institution, hearing=uuid, is_published=True)
    return Hearing.objects.get(uuid=uuid)


def change(hearing: Hearing, **more) -> None:
    """Store a hearing again, with something else in it."""
    same = {
        name: getattr(hearing, name)
        for name in ("titles", "places", "descriptions", "starts_at", "ends_at", "capacity")
    }
    write_hearing(
        institution=hearing.institution,
        consultation=hearing.consultation,
        content=HearingContent(**{**same, **more}),
        hearing=hearing.uuid,
    )
    hearing.refresh_from_db()
