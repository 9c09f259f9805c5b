"""Reading the vocabulary of topics."""

from collections.abc import Mapping
from dataclasses import dataclass

from consultations.models import Topic
from consultations.translated import pick


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic with its name in each language."""

    slug: str
    labels: Mapping[str, str]

    def label_in(self, language: str) -> str:
        """Its name, in `language` or the nearest there is."""
        return pick(self.labels, language, "en") or self.slug


def topic_list() -> tuple[TopicView, ...]:
    """The whole vocabulary, by slug. One query."""
    return tuple(
        TopicView(slug=slug, labels=labels) for slug, labels in Topic.objects.values_list("slug", "labels")
    )
