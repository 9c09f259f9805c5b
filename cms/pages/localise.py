"""Translating a page by program, through wagtail-localize: what a translator does in the admin, in one call."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

Words = Mapping[str, str] | Callable[[str, str], str | None]


@transaction.atomic
def translate_page(page: Page, language: str, words: Words, *, user: Any = None, publish: bool = True) -> Page:
    """The page's translation into `language`, made or brought up to date with the page's current content.

    `words` maps each source text to its translation, or is called with the text's content path and source
    text and returns the translation or None. A source text is plain, or HTML where it has tags or entities
    inside (rich text is cut into one text for each paragraph and list item). What has no translation keeps
    the source's words. The translation is saved as a draft, and published unless `publish` is false.
    Raises Locale.DoesNotExist, and ValidationError where the translated page is not valid.
    """
    locale = Locale.objects.get(language_code=language)
    source, _created = TranslationSource.update_or_create_from_instance(page.specific)
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    ask = words if callable(words) else _by_text(words)
    _translate_strings(source, locale, ask, user)
    translation.save_target(user=user, publish=False)
    translated = translation.get_target_instance()
    if publish:
        translated.get_latest_revision().publish(user=user)
    translated = type(translated).objects.get(pk=translated.pk)
    return translated


def _by_text(words: Mapping[str, str]) -> Callable[[str, str], str | None]:
    return lambda _path, text: words.get(text)


def _translate_strings(
    source: TranslationSource, locale: Locale, ask: Callable[[str, str], str | None], user: Any
) -> None:
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    for segment in segments:
        data = segment.string.data
        is_markup = "<" in data
        said = ask(segment.context.path, data if is_markup else StringValue(data).render_text())
        if not said:
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={
                "data": said if is_markup else StringValue.from_plaintext(said).data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": user,
                "has_error": False,
                "field_error": "",
                "updated_at": timezone.now(),
            },
        )
