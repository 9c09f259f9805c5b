"""The mails about saved searches, in the language they were saved in."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from plugins.bundled.submission_search.asking import Asked
from plugins.bundled.submission_search.finding import Found, page_of, plain_text
from plugins.bundled.submission_search.models import SavedSearch
from plugins.bundled.submission_search.naming import title_of
from plugins.bundled.submission_search.saved.asking import asked_by
from plugins.bundled.submission_search.saved.tokens import DAYS_TO_CONFIRM, confirm_token, stop_token
from plugins.bundled.submission_search.values import Place
from plugins.bundled.submission_search.vocabulary import kind_label

SHOWN = 20
"""Things named in one mail; the search page has the rest."""

_LONGEST_PASSAGE = 300  # characters


def address_of(saved: SavedSearch) -> str:
    """Where to write to; empty where there is nobody (any more)."""
    if saved.user is None:
        return saved.email
    user = get_user_model()._default_manager.filter(pk=saved.user, is_active=True).first()
    return "" if user is None else str(user.email)


def confirmation(saved: SavedSearch, place: Place) -> EmailMessage:
    """Asks a guest whether it was them."""
    with translation.override(saved.language):
        url = absolute(reverse("submission_search:confirm", args=[confirm_token(saved)]))
        body = render_to_string(
            "submission_search/mail/confirm.txt",
            {
                "title": name_of(saved, place),
                "confirm_url": url,
                "search_url": search_url(saved),
                "days": DAYS_TO_CONFIRM,
            },
        )
        return EmailMessage(
            subject=_("Confirm that you want mails about a search"),
            body=body.strip() + "\n",
            to=[saved.email],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": saved.language},
        )


def news(saved: SavedSearch, found: Sequence[Found], address: str, place: Place) -> EmailMessage:
    """Tells what is new."""
    with translation.override(saved.language):
        stop_url = absolute(reverse("submission_search:stop", args=[stop_token(saved)]))
        body = render_to_string(
            "submission_search/mail/news.txt",
            {
                "title": name_of(saved, place),
                "items": [_item(one, saved.language) for one in found[:SHOWN]],
                "further": max(0, len(found) - SHOWN),
                "search_url": search_url(saved),
                "stop_url": stop_url,
            },
        )
        count = len(found)
        subject = translation.ngettext(
            "%(count)d new result of your search", "%(count)d new results of your search", count
        ) % {"count": count}
        return EmailMessage(
            subject=subject,
            body=body.strip() + "\n",
            to=[address],
            headers={
                "Auto-Submitted": "auto-generated",
                "Content-Language": saved.language,
                # RFC 8058: the mail program may end it with one press.
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": f"<saved-search.{urlsplit(settings.BASE_URL).hostname}>",
            },
        )


def name_of(saved: SavedSearch, place: Place) -> str:
    """What a saved search is called, in the language that is spoken now."""
    return title_of(asked_by(saved.query, place) or Asked(), place)


def search_url(saved: SavedSearch) -> str:
    """The search page with the saved search, newest first."""
    newest = "&".join(part for part in (saved.query, "sort=newest") if part)
    return f"{absolute(reverse('submission_search:search'))}?{newest}"


def absolute(path: str) -> str:
    """The address of a page of this site."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def _item(found: Found, language: str) -> dict[str, str]:
    hit, words = found.hit, found.words
    return {
        "kind": str(kind_label(hit.kind)),
        "title": words.consultation_title_in(language) if words else hit.title,
        "institution": found.institution.name_in(language),
        "passage": " ".join(plain_text(hit.passage_html).split())[:_LONGEST_PASSAGE],
        "url": absolute(page_of(hit)),
    }
