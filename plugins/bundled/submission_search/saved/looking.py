"""The worker's part: looks whether saved searches find something new, and writes the mails."""

from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.utils import timezone

from plugins.bundled.submission_search.models import HowOften, SavedSearch
from plugins.bundled.submission_search.saved.asking import MOST_KEPT, asked_by, key, newest, untold
from plugins.bundled.submission_search.saved.mails import address_of, news
from plugins.bundled.submission_search.values import Place

log = structlog.get_logger(__name__)

BATCH = 200
PAUSES = {HowOften.AT_ONCE.value: timedelta(minutes=5), HowOften.DAILY.value: timedelta(days=1)}
_AFTER_A_FAILURE = timedelta(minutes=10)


def look(place: Place, *, limit: int = BATCH) -> int:
    """Look at the saved searches whose time has come; how many mails were sent.

    Each is claimed first, so that several workers, or runs for several institutions, tell nobody twice.
    EngineUnavailableError while the engine is down: they are looked at some minutes later.
    """
    now = timezone.now()
    due = SavedSearch.objects.filter(confirmed_at__isnull=False, look_at__lte=now).order_by("look_at", "pk")
    sent = 0
    for saved in due[:limit]:
        claimed = SavedSearch.objects.filter(pk=saved.pk, look_at=saved.look_at)
        if claimed.update(look_at=now + _AFTER_A_FAILURE):
            sent += _look(saved, place, now)
    return sent


def _look(saved: SavedSearch, place: Place, now: datetime) -> int:
    asked = asked_by(saved.query, place)
    address = address_of(saved)
    if not address:
        saved.delete()  # the account is gone
        return 0
    hits = newest(asked, place, saved.since) if asked else []
    found = untold(hits, saved.told, place)
    if found:
        try:
            news(saved, found, address, place).send()
        except (SMTPException, OSError) as error:
            log.warning("saved_search_mail_failed", saved=str(saved.uuid), error=type(error).__name__)
            return 0
    _note(saved, [key(hit) for hit in hits], now, PAUSES[saved.how_often if found else HowOften.AT_ONCE.value])
    return 1 if found else 0


def _note(saved: SavedSearch, around: list[str], now: datetime, pause: timedelta) -> None:
    """What was told, and when to look again: after a mail as seldom as was asked for, else soon."""
    told = list(dict.fromkeys([*around, *saved.told]))[:MOST_KEPT]
    # A search that was ended meanwhile stays ended.
    SavedSearch.objects.filter(pk=saved.pk).update(since=now, told=told, look_at=now + pause)
