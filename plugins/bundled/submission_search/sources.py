"""What can be found: contributions, documents in each version and language, consultations in each language.

A submission's title is left empty on purpose. Who searches for a word of a consultation's title wants the
consultation, not each of its contributions.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone, translation

from plugins.api.record import (
    ConsultationView,
    DocumentView,
    NotFound,
    Page,
    ProvisionTextsView,
    PublishedWords,
    VersionView,
    consultation_list,
    consultations_by_uuid,
    document_detail,
    document_list,
    public_placements,
    published_words,
    version_texts,
)
from plugins.api.search import SearchDocument, Section
from plugins.bundled.submission_search.vocabulary import (
    ANSWERED,
    CONSULTATION,
    CURRENT,
    DOCUMENT,
    PUBLISHED,
    SUBMISSION,
    SUPERSEDED,
)

_A_PAGE = 100
MOST_OF_A_NAME = 120  # characters
_ANY_LANGUAGE = "en"  # reversed addresses begin with a language, which is then left off


class Submissions:
    """Published submissions, replies included, each in the language it was written in."""

    kind = SUBMISSION

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        """The published ones among them. One query."""
        moment = _moment()
        return [self._document(words, moment) for words in published_words([UUID(one) for one in object_ids])]

    def object_ids(self) -> Iterator[str]:
        """Every submission whose text is public."""
        return (str(placement.submission) for placement in public_placements() if placement.visible)

    def _document(self, words: PublishedWords, moment: int) -> SearchDocument:
        return SearchDocument(
            id=f"{SUBMISSION}:{words.uuid}",
            kind=SUBMISSION,
            institution=str(words.institution),
            consultation=str(words.consultation),
            language=words.language,
            state=ANSWERED if words.answered else PUBLISHED,
            year=timezone.localtime(words.published_at).year,
            title="",
            body=words.text,
            url_path=_path("record:submission", words.uuid),
            published_at=words.published_at,
            version=moment,
            outcome=words.outcome,
            provisions=(str(words.provision),) if words.provision else (),
            organisations=organisations(words.author_organisation),
            topics=words.topics,
        )


class Documents:
    """Every version of a document in every language it was published in, linked to by provision."""

    kind = DOCUMENT

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        """The public ones among them. Some queries for each document and each of its versions."""
        for object_id in object_ids:
            moment = _moment()
            try:
                document = document_detail(UUID(object_id))
            except NotFound:
                continue
            for version in document.versions:
                provisions = version_texts(version.uuid)
                for language in version.languages:
                    yield self._document(document, version, language, provisions, moment)

    def object_ids(self) -> Iterator[str]:
        """Every public document."""
        return (str(document.uuid) for document in _whole(document_list))

    def _document(
        self,
        document: DocumentView,
        version: VersionView,
        language: str,
        provisions: Iterable[ProvisionTextsView],
        moment: int,
    ) -> SearchDocument:
        body, sections = _text_of(provisions, language)
        return SearchDocument(
            id=f"{DOCUMENT}:{document.uuid}",
            part=f"{version.number}:{language}",
            kind=DOCUMENT,
            institution=str(document.institution.uuid),
            language=language,
            state=CURRENT if version.uuid == document.current.uuid else SUPERSEDED,
            year=timezone.localtime(version.published_at).year,
            title=version.title_in(language),
            body=body,
            sections=sections,
            url_path=_path("record:version", document.uuid, version.number),
            published_at=version.published_at,
            version=moment,
            topics=document.topics,
        )


class Consultations:
    """Every consultation in every language it has a title in."""

    kind = CONSULTATION

    def documents(self, object_ids: Sequence[str]) -> Iterable[SearchDocument]:
        """The public ones among them. Three queries."""
        moment = _moment()
        for consultation in consultations_by_uuid([UUID(one) for one in object_ids]):
            for language, title in consultation.titles.items():
                if title:
                    yield self._document(consultation, language, title, moment)

    def object_ids(self) -> Iterator[str]:
        """Every public consultation."""
        return (str(consultation.uuid) for consultation in _whole(consultation_list))

    def _document(self, consultation: ConsultationView, language: str, title: str, moment: int) -> SearchDocument:
        summary = consultation.summaries.get(language, "")
        reason = consultation.cancel_reasons.get(language, "")
        return SearchDocument(
            id=f"{CONSULTATION}:{consultation.uuid}",
            part=language,
            kind=CONSULTATION,
            institution=str(consultation.institution.uuid),
            consultation=str(consultation.uuid),
            language=language,
            state=str(consultation.state),
            year=timezone.localtime(consultation.opens_at).year,
            title=title,
            body="\n\n".join(part for part in (summary, reason) if part),
            url_path=_path("record:consultation", consultation.uuid),
            published_at=consultation.opens_at,
            version=moment,
            topics=consultation.topics,
        )


def organisations(name: str) -> tuple[str, ...]:
    """The organisation that somebody wrote for, as a value of the facet: as they wrote it, blanks aside."""
    plain = " ".join(name.split())[:MOST_OF_A_NAME]
    return (plain,) if plain else ()


def _text_of(provisions: Iterable[ProvisionTextsView], language: str) -> tuple[str, tuple[Section, ...]]:
    """A version's words in one language, and where each provision begins.

    What is not translated is left out: it is found in the language it is written in.
    """
    pieces: list[str] = []
    sections: list[Section] = []
    length = 0
    for provision in provisions:
        words = provision.texts.get(language)
        if words is None or words.is_fallback:
            continue
        label = " ".join(part for part in (provision.number, words.heading) if part)
        piece = " – ".join(part for part in (label, words.text) if part) + "\n\n"
        sections.append(Section(length, f"p-{provision.uid}", label))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(sections)


def _path(name: str, *arguments: Any) -> str:
    """The address of a page of the site below the language prefix."""
    with translation.override(_ANY_LANGUAGE):
        return re.sub(rf"^/{_ANY_LANGUAGE}(?=/)", "", reverse(name, args=arguments))


def _moment() -> int:
    """When something was read, in microseconds: what was read later is the newer state of it."""
    return time.time_ns() // 1000


def _whole(listed: Callable[..., Page[Any]]) -> Iterator[Any]:
    """Every item of a list that comes in pages."""
    cursor: str | None = None
    while True:
        page = listed(cursor=cursor, limit=_A_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


submissions = Submissions()
documents = Documents()
consultations = Consultations()
