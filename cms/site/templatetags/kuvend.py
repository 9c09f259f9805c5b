"""What the templates of the site, and of plugins that extend them, may use: `{% load kuvend %}`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from wagtail.models import Page

from cms.site import languages, slots, texts
from cms.site.page_links import page_links
from consultations import clock

register = template.Library()


# Languages ---------------------------------------------------------------------------------------------


@register.filter
def lang_tag(code: str) -> str:
    """`{{ code|lang_tag }}`: the BCP 47 tag of a language code."""
    return languages.lang_tag(code)


@register.filter
def language_name(code: str) -> str:
    """`{{ code|language_name }}`: a language in its own words."""
    return languages.language_name(code)


@register.simple_tag
def lang_attr(code: str) -> SafeString:
    """`<p{% lang_attr text.language %}>`: a `lang` attribute where the language is not the page's own."""
    tag = languages.lang_tag(code)
    if not code or tag == languages.lang_tag(translation.get_language() or ""):
        return SafeString("")
    return format_html(' lang="{}"', tag)


@register.filter
def in_script(value: object, language: str = texts.LATIN) -> str:
    """`{{ provision.html|safe|in_script:provision.language }}`: an institution's words, in the page's script."""
    return texts.in_script(value if isinstance(value, str) else str(value), language)


@register.filter
def language_shown(language: str) -> str:
    """`<p{% lang_attr hit.language|language_shown %}>{{ hit.title|in_script:hit.language }}`: a text's language
    in the script it is shown in."""
    return texts.language_shown(language)


@register.filter
def local(mapping: Mapping[str, str] | None, default: str = "en") -> texts.LocalText:
    """`{{ view.titles|local:view.source_language }}`: an institution's words in the nearest language."""
    return texts.local_text(mapping or {}, default)


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[languages.LanguageLink]:
    """`{% language_links as links %}`: where this page is in each language of the interface.

    Its query is the address's, or `page_query` where the page has that in its context.
    """
    request = context.get("request")
    if request is None:
        return []
    cached: list[languages.LanguageLink] | None = getattr(request, "_language_links", None)
    if cached is None:
        page = context.get("page")
        current = translation.get_language() or "en"
        if isinstance(page, Page) and page.pk:
            cached = languages.language_links_of_page(page_links(request, page).translations, request, current)
        else:
            cached = languages.language_links_for(request, current, context.get("page_query"))
        request._language_links = cached
    return cached


# Time --------------------------------------------------------------------------------------------------


@register.filter
def exact_time(moment: datetime, zone: str = "") -> str:
    """`{{ consultation.closes_at|exact_time:institution.time_zone }}`: date and time, with seconds where they
    are not zero, and the zone's abbreviation."""
    local_moment = moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)
    clock_time = f"{local_moment:%H:%M:%S}" if local_moment.second else f"{local_moment:%H:%M}"
    return gettext("%(date)s, %(time)s (%(zone)s)") % {
        "date": date_format(local_moment, "DATE_FORMAT"),
        "time": clock_time,
        "zone": local_moment.tzname() or "",
    }


@register.filter
def remaining(until: datetime) -> str:
    """`{{ consultation.closes_at|remaining }}`: how much time is left, in words; rounded down."""
    return in_words(until - clock.now())


def in_words(span: timedelta) -> str:
    """A span of time in its largest whole unit: days from two days on, then hours, then minutes."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


# Plugins -----------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, subject: Any = None) -> SafeString:
    """`{% slot "consultation.discussion" consultation %}`: what active plugins add at that point, or nothing."""
    return slots.render(name, subject, context["request"])


@register.filter
def of(mapping: Mapping[UUID, SafeString] | None, key: UUID) -> SafeString | str:
    """`{{ asides|of:provision.uid }}`: what a batch slot gave for one of the things on the page."""
    return (mapping or {}).get(key, "")
