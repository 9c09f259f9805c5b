"""Making notes findable."""

from collections.abc import Iterable, Iterator, Sequence

from kuvend_dummy.models import Note
from plugins.api.search import SearchDocument


class Notes:
    """A search source: the notes, as they are now."""

    kind = "dummy_note"

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        """One document a note, in English."""
        for note in Note.objects.filter(uuid__in=object_ids):
            yield SearchDocument(
                id=f"{self.kind}:{note.uuid}",
                kind=self.kind,
                institution=str(note.institution),
                consultation=str(note.consultation or ""),
                language="en",
                state="",
                year=note.at.year,
                title=f"dummy note {note.word}",
                body="",
                url_path="/en/dummy/",
                published_at=note.at,
                version=1,
                facets={"dummy_word": (note.word,)},
            )

    def object_ids(self) -> Iterator[str]:
        """Every note."""
        return (str(uuid) for uuid in Note.objects.values_list("uuid", flat=True).iterator())


def word_labels(values: list[str], language: str) -> dict[str, str]:
    """What the words are called: themselves, aloud."""
    return {value: f"{value}!" for value in values}


notes = Notes()
