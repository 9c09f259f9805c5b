"""A page and its translations: which is the source, which are public, what of a translation is up to date."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue


def source_page(page: Page) -> Page:
    """The page the others are translated from; of pages written independently, the oldest."""
    pages = list(
        type(page)
        .objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
        .select_related("locale")
        .order_by("pk")
    )
    source = TranslationSource.objects.filter(object_id=page.translation_key, translations__isnull=False).first()
    for candidate in pages:
        if source is not None and candidate.locale_id == source.locale_id:
            return candidate
    return pages[0] if pages else page


def public_pages(source: Page) -> dict[str, Page]:
    """The source and its live translations, {language: page}, the source first; no aliases."""
    pages = (
        type(source)
        .objects.filter(translation_key=source.translation_key, alias_of__isnull=True, live=True)
        .exclude(pk=source.pk)
        .select_related("locale")
        .order_by("locale__language_code")
    )
    return {source.locale.language_code: source, **{page.locale.language_code: page for page in pages}}


@dataclass(frozen=True)
class UpToDate:
    """A source page in the words its translators have for it now. `incomplete`: blocks that lack some."""

    body: Any
    incomplete: frozenset[UUID]


def translated_body(source: Page, locale: Locale) -> UpToDate | None:
    """The source's present body in another language, if wagtail-localize manages that translation; else None."""
    managed = Translation.objects.filter(
        source__object_id=source.translation_key,
        source__locale=source.locale,
        target_locale=locale,
        enabled=True,
    )
    if not managed.exists():
        return None
    # Ingesting changes the values it is given, so both are fetched fresh.
    original, copy = (type(source).objects.select_related("locale").get(pk=source.pk) for _ in range(2))
    segments, incomplete = _segments(original, locale)
    ingest_segments(original, copy, source.locale, locale, segments)
    return UpToDate(body=copy.body, incomplete=frozenset(incomplete))


def _segments(source: Page, locale: Locale) -> tuple[list[Any], set[UUID]]:
    words = {
        (row.context.path, row.translation_of.data): row.data
        for row in StringTranslation.objects.filter(
            context__object_id=source.translation_key, locale=locale, has_error=False
        ).select_related("context", "translation_of")
    }
    overrides = {
        row.context.path: row.data_json
        for row in SegmentOverride.objects.filter(
            context__object_id=source.translation_key, locale=locale, has_error=False
        ).select_related("context")
    }
    segments, incomplete = [], set()
    for segment in extract_segments(source):
        if not segment.path.startswith("body."):
            continue
        if isinstance(segment, StringSegmentValue):
            said = words.get((segment.path, segment.string.data))
            if said:
                segment.string = StringValue(said)
            else:
                incomplete.add(UUID(segment.path.split(".")[1]))
        elif isinstance(segment, OverridableSegmentValue):
            if segment.path not in overrides:
                continue
            segment.data = json.loads(overrides[segment.path])
        segments.append(segment)
    return segments, incomplete
