"""From where searches are asked, without a database."""

from uuid import UUID

from plugins.api.record import InstitutionView, TopicView
from plugins.bundled.submission_search.values import Place

OFFICE, JEGUNOVCE = UUID(int=2), UUID(int=1)


def place_with(*topics: TopicView, **institutions: UUID) -> Place:
    """A place with these institutions, by slug, and these topics."""
    views = {
        slug: InstitutionView(
            uuid=uuid,
            slug=slug,
            names={"en": slug.title()},
            languages=("en",),
            jurisdiction="MK",
            time_zone="Europe/Skopje",
            rule_set="mk",
            contact_name="",
            contact_email="",
            contact_phone="",
        )
        for slug, uuid in institutions.items()
    }
    place = Place(views)
    place.__dict__["topics"] = {topic.slug: topic for topic in topics}
    return place
