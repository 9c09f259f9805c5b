"""Saving a search, confirming it, forgetting it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from plugins.api.participation import address_fingerprint
from plugins.api.search import EngineUnavailableError
from plugins.bundled.submission_search.models import HowOften, SavedSearch
from plugins.bundled.submission_search.saved.asking import MOST_KEPT, asked_by, key, newest
from plugins.bundled.submission_search.saved.tokens import DAYS_TO_CONFIRM
from plugins.bundled.submission_search.values import Place

MOST = 20
"""Saved searches of one person."""

MOST_UNCONFIRMED = 3
"""Mails that ask one address to confirm, so that nobody can be flooded through us."""


class TooManyError(Exception):
    """The person has as many saved searches as they may."""


def save_for_account(
    *,
    user: int,
    query: str,
    language: str,
    how_often: HowOften,
    place: Place,
    participant: UUID | None = None,
) -> SavedSearch:
    """Save a search of an account, whose address is confirmed. The same again changes how often it writes.

    Raises TooManyError.
    """
    with transaction.atomic():
        same = SavedSearch.objects.filter(user=user, query=query).first()
        if same is not None:
            same.how_often, same.language = how_often, language
            same.save(update_fields=["how_often", "language"])
            return same
        if SavedSearch.objects.filter(user=user).count() >= MOST:
            raise TooManyError
        saved = SavedSearch(
            user=user, participant=participant, query=query, language=language, how_often=how_often
        )
        _begin(saved, place)
    return saved


def save_for_guest(
    *, email: str, query: str, language: str, how_often: HowOften, participant: UUID | None = None
) -> SavedSearch:
    """Save a search of somebody without an account; it counts once they confirm it. Raises TooManyError.

    `email` is normalised.
    """
    fingerprint = address_fingerprint(email)
    with transaction.atomic():
        theirs = SavedSearch.objects.filter(fingerprint=fingerprint)
        if theirs.count() >= MOST or theirs.filter(confirmed_at=None).count() >= MOST_UNCONFIRMED:
            raise TooManyError
        return SavedSearch.objects.create(
            email=email,
            fingerprint=fingerprint,
            participant=participant,
            query=query,
            language=language,
            how_often=how_often,
        )


def confirm(saved: SavedSearch, place: Place) -> None:
    """The address is confirmed: from now on new things are told. Confirming again changes nothing."""
    if saved.confirmed_at is None:
        _begin(saved, place)


def forget_unconfirmed() -> int:
    """Forget what nobody confirmed in time; how many."""
    long_ago = timezone.now() - timedelta(days=DAYS_TO_CONFIRM)
    return SavedSearch.objects.filter(confirmed_at=None, created_at__lt=long_ago).delete()[0]


def _begin(saved: SavedSearch, place: Place) -> None:
    """Only what is found from now on is new; what lies around this moment is noted down."""
    now = timezone.now()
    saved.confirmed_at = saved.since = saved.look_at = now
    asked = asked_by(saved.query, place)
    try:
        saved.told = [key(hit) for hit in newest(asked, place, now)][:MOST_KEPT] if asked else []
    except EngineUnavailableError:
        saved.told = []  # a thing of the last two days may be told once, which is better than no mail
    saved.save()
