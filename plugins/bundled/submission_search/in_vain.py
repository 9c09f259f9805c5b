"""What people sought in vain, kept so that nobody can be read from it.

A text is noted as a keyed digest and a number; the text itself only when it is asked for the SHOWN_FROM-th time,
and on more than one day. A visitor counts once a day for a text, so that somebody who tries again and again does
not write it down by that: it takes SHOWN_FROM different visitors or days.
What looks like an address, a number or a whole sentence is not noted at all, and what stays rare is forgotten.

So that a visitor counts once, the cache holds until midnight that some visitor sought some text: a digest of the
visitor's network address and the text, keyed by `SECRET_KEY` and by a random key of the day, which the cache
forgets with it. Nothing of this is in the database. Whoever has the cache and `SECRET_KEY` might, during that day,
try whether a guessed address sought a guessed text; afterwards nobody can. Processes that share no cache
(`CACHE_URL`) count for themselves, as they do for all limits.
"""

import hashlib
import hmac
import re
import secrets
from datetime import date, datetime, time, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from plugins.bundled.submission_search.models import SoughtInVain

log = structlog.get_logger(__name__)

SHOWN_FROM = 3
"""Visitors, each once a day, from which on a text is kept and shown."""

FORGOTTEN_AFTER = timedelta(days=60)
MOST_NEW_A_DAY = 2_000
_MOST_WORDS, _LONGEST = 6, 60  # characters

_NAME = "submission_search.in_vain"
_TELLING = re.compile(r"[\d@/\\:#_]|\bwww\b|\.\w", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def normalised(text: str) -> str:
    """The words of a text as they are counted: lower case, one blank between; "" for what is not to be counted."""
    if _TELLING.search(text):
        return ""
    words = [match.group().casefold() for match in _WORD.finditer(text)]
    plain = " ".join(words)
    return plain if 0 < len(words) <= _MOST_WORDS and 3 <= len(plain) <= _LONGEST else ""


def note(text: str, visitor: str, now: datetime | None = None) -> None:
    """Count a search that found nothing, once for each visitor (a network address) and day.

    A few queries; a database that takes no writes now is no error.
    """
    plain = normalised(text)
    if plain and _is_first_today(plain, visitor, timezone.localtime(now)):
        try:
            with transaction.atomic():
                _count(plain, now)
        except OperationalError as error:
            log.warning("sought_in_vain_not_counted", error=type(error).__name__)


def _is_first_today(plain: str, visitor: str, now: datetime) -> bool:
    """Whether the visitor has not sought this today, which is remembered until midnight."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    left = int((midnight - now).total_seconds()) + 1
    of_today = cache.get_or_set(f"{_NAME}:{now.date()}", lambda: secrets.token_hex(32), left)
    who = _keyed(f"{of_today}:{visitor}:{plain}")
    return bool(cache.add(f"{_NAME}:{who}", 1, left))


def _count(plain: str, now: datetime | None) -> None:
    today = timezone.localdate(now)
    digest = _keyed(plain)
    known = SoughtInVain.objects.filter(digest=digest)
    often, another_day = Q(times__gte=SHOWN_FROM - 1), Q(days__gt=1) | ~Q(last_on=today)
    counted = known.update(
        times=F("times") + 1,
        days=F("days") + Case(When(last_on=today, then=Value(0)), default=Value(1)),
        last_on=today,
        text=Case(When(often & another_day, then=Value(plain)), default=F("text")),
    )
    if not counted and SoughtInVain.objects.filter(first_on=today).count() < MOST_NEW_A_DAY:
        _begin(digest, today)


def _begin(digest: str, today: date) -> None:
    try:
        with transaction.atomic():
            SoughtInVain.objects.create(digest=digest, times=1, days=1, first_on=today, last_on=today)
    except IntegrityError:
        # Somebody else began it this moment.
        SoughtInVain.objects.filter(digest=digest).update(times=F("times") + 1)


def forget_rare(now: datetime) -> int:
    """Forget what nobody asked for lately; how many."""
    return SoughtInVain.objects.filter(last_on__lt=timezone.localdate(now) - FORGOTTEN_AFTER).delete()[0]


def sought(limit: int = 200) -> list[SoughtInVain]:
    """What was sought in vain often enough to be shown, most often first."""
    often = SoughtInVain.objects.filter(times__gte=SHOWN_FROM).exclude(text="")
    return list(often.order_by("-times", "text")[:limit])


def _keyed(text: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"{_NAME}:{text}".encode(), hashlib.sha256).hexdigest()
