"""Hearings among the results of a search, one document for each language of the title."""

import re
import time
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils import timezone, translation

from kuvend_hearing_calendar.deciding import SOURCE
from kuvend_hearing_calendar.models import Hearing
from plugins.api.search import SearchDocument

_ANY_LANGUAGE = "en"  # reversed addresses begin with a language, which is then left off


class Hearings:
    """A search source: the public hearings."""

    kind = SOURCE

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        """The public ones among them. One query."""
        moment = time.time_ns() // 1000
        for hearing in Hearing.objects.filter(uuid__in=object_ids, is_published=True):
            for language, title in hearing.titles.items():
                yield SearchDocument(
                    id=f"{SOURCE}:{hearing.uuid}",
                    part=language,
                    kind=SOURCE,
                    institution=str(hearing.institution),
                    consultation=str(hearing.consultation),
                    language=language,
                    state="",
                    year=timezone.localtime(hearing.starts_at).year,
                    title=title,
                    body=" ".join(
                        filter(None, (hearing.places.get(language), hearing.descriptions.get(language)))
                    ),
                    url_path=_path(hearing),
                    published_at=hearing.created_at,
                    version=moment,
                )

    def object_ids(self) -> Iterator[str]:
        """Every public hearing."""
        found = Hearing.objects.filter(is_published=True).values_list("uuid", flat=True)
        return (str(uuid) for uuid in found.iterator())


def _path(hearing: Hearing) -> str:
    with translation.override(_ANY_LANGUAGE):
        return re.sub(rf"^/{_ANY_LANGUAGE}(?=/)", "", reverse("hearing_calendar:hearing", args=[hearing.uuid]))


hearings = Hearings()
