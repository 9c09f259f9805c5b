"""An editor publishes a document: its state is frozen as a version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from consultations import clock
from consultations.errors import DocumentInvalid, NotFound, TitleMissing
from consultations.events import Kind, RecordEvent
from consultations.models import Document, Institution, Provision, ProvisionText, Version
from consultations.models.document import DocumentKind
from consultations.provisions import CleanProvision, ProvisionContent, TextContent, cleaned, content_hash
from consultations.recording import emit

__all__ = ["ProvisionContent", "TextContent", "publish_version"]

BATCH = 500


def publish_version(
    *,
    institution: Institution,
    document_uuid: UUID,
    kind: DocumentKind | str,
    titles: Mapping[str, str],
    provisions: Sequence[ProvisionContent],
    languages: Sequence[str],
    source_language: str,
    actor: AbstractBaseUser | None,
    topics: Sequence[str] = (),
    now: datetime | None = None,
) -> Version:
    """Freeze a document as it is now. Who did it is in the page's own history; `actor` is not kept here.

    The same content again returns the current version; a translation that was missing is added to it; any
    other change (of the source, or of a translation that people have read) makes a version with a new number.
    `topics` are slugs of the vocabulary, of the document whatever its version.

    Raises DocumentInvalid, TitleMissing, NotFound for another institution's document.
    """
    now = now or clock.now()
    if kind not in DocumentKind.values:
        raise DocumentInvalid(detail="the document is of an unknown kind")
    titles = {language: titles[language].strip() for language in titles if titles[language].strip()}
    if source_language not in titles:
        raise TitleMissing
    languages = list(dict.fromkeys([source_language, *languages]))
    clean = cleaned(provisions, languages, source_language)
    digest = content_hash(clean, titles[source_language], source_language)
    with transaction.atomic():
        document = _locked_document(institution, document_uuid, kind, now)
        retopiced = _set_topics(document, list(dict.fromkeys(topics)))
        current = document.versions.order_by("-number").first()
        if current is not None and current.content_hash == digest:
            missing = _missing_texts(current, clean)
            if missing is not None and _titles_fit(current, titles):
                return _complete(document, current, missing, titles, languages, now, tell=retopiced)
        version = Version.objects.create(
            document=document,
            number=current.number + 1 if current else 1,
            titles={language: titles[language] for language in languages if language in titles},
            languages=languages,
            source_language=source_language,
            content_hash=digest,
            published_at=now,
        )
        _freeze(version, clean)
        _tell(document, version, now)
    return version


def _locked_document(institution: Institution, uuid: UUID, kind: str, now: datetime) -> Document:
    """The document's row, locked, so that two editors' versions get two numbers."""
    Document.objects.get_or_create(
        uuid=uuid, defaults={"institution": institution, "kind": kind, "created_at": now}
    )
    document = Document.objects.select_for_update().get(uuid=uuid)
    if document.institution_id != institution.pk:
        raise NotFound
    document.institution = institution
    if document.kind != kind:
        document.kind = kind
        document.save(update_fields=["kind"])
    return document


def _set_topics(document: Document, topics: list[str]) -> bool:
    """Make these its topics; whether they were others."""
    if document.topics == topics:
        return False
    document.topics = topics
    document.save(update_fields=["topics"])
    return True


def _freeze(version: Version, clean: Sequence[CleanProvision]) -> None:
    rows = Provision.objects.bulk_create(
        [
            Provision(
                version=version,
                uid=provision.uid,
                parent_uid=provision.parent_uid,
                kind=provision.kind,
                number=provision.number,
                position=provision.position,
                depth=provision.depth,
            )
            for provision in clean
        ],
        batch_size=BATCH,
    )
    texts = [
        _text_row(row, provision, language)
        for row, provision in zip(rows, clean, strict=True)
        for language in provision.texts
    ]
    ProvisionText.objects.bulk_create(texts, batch_size=BATCH)


def _text_row(row: Provision, provision: CleanProvision, language: str) -> ProvisionText:
    text = provision.texts[language]
    return ProvisionText(
        provision=row,
        language=language,
        heading=text.heading,
        html=text.html,
        text=text.text,
        is_fallback=text.is_fallback,
    )


def _missing_texts(version: Version, clean: Sequence[CleanProvision]) -> list[ProvisionText] | None:
    """What the version lacks: rows to add, or to put in the place of fallbacks. None: a read text differs."""
    rows = {row.uid: row for row in version.provisions.all()}
    present = {
        (text.provision_id, text.language): text
        for text in ProvisionText.objects.filter(provision__version=version)
    }
    missing = []
    for provision in clean:
        row = rows[provision.uid]
        for language, text in provision.texts.items():
            stored = present.get((row.pk, language))
            if stored is None or (stored.is_fallback and not text.is_fallback):
                missing.append(_text_row(row, provision, language))
            elif not text.is_fallback and (stored.heading, stored.html) != (text.heading, text.html):
                return None
    return missing


def _titles_fit(version: Version, titles: Mapping[str, str]) -> bool:
    return all(titles.get(language, title) == title for language, title in version.titles.items())


def _complete(
    document: Document,
    version: Version,
    missing: Sequence[ProvisionText],
    titles: Mapping[str, str],
    languages: Sequence[str],
    now: datetime,
    *,
    tell: bool,
) -> Version:
    """Add translations to the current version; nothing at all if none is new, but to `tell` of what else is."""
    all_languages = list(dict.fromkeys([*version.languages, *languages]))
    all_titles = {language: titles[language] for language in all_languages if language in titles}
    all_titles = {**all_titles, **version.titles}
    if not missing and (all_languages, all_titles) == (version.languages, version.titles):
        if tell:
            _tell(document, version, now)
        return version
    version.languages, version.titles = all_languages, all_titles
    version.save(update_fields=["languages", "titles"])
    ProvisionText.objects.bulk_create(
        missing,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["provision", "language"],
        update_fields=["heading", "html", "text", "is_fallback"],
    )
    _tell(document, version, now)
    return version


def _tell(document: Document, version: Version, now: datetime) -> None:
    emit(
        [
            RecordEvent(
                kind=Kind.VERSION_PUBLISHED,
                institution=document.institution.uuid,
                document=document.uuid,
                version=version.uuid,
                at=now,
            )
        ]
    )
