"""How often somebody may have a mail sent to an address they have not shown to be theirs.

Counted in the cache by the hour, under fingerprints: neither an address nor where it was asked from can be read
there. Where the cache does not answer nothing is limited: a contribution counts more than a mail too many.
"""

import hashlib
import hmac
import ipaddress

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from consultations import clock
from consultations.errors import SubmissionRefused

logger = structlog.get_logger(__name__)

HOUR = 3600


class TooManyMails(SubmissionRefused):
    """More mails were asked for than suits. `retry_after`: in how many seconds there may be another."""

    code = "too_many_mails"
    template = _(
        "Too many messages were asked for. Nothing was sent; what you wrote is still here. "
        "Please try again in an hour."
    )


def limit_mails(
    purpose: str, *, address: str, client: str = "", per_address: int = 30, per_client: int = 120
) -> None:
    """Count a mail that is about to be asked for; raises TooManyMails where it is one too many in this hour.

    `purpose` keeps apart what is counted apart. `address` is a normalised e-mail address. `client` is the network
    address it is asked from; none, or one inside of a network, is not counted: it is a proxy's, and everybody's.
    """
    if not settings.MAIL_LIMITS:
        return
    now = int(clock.now().timestamp())
    hour, left = now // HOUR, HOUR - now % HOUR
    counted = [("address", address, per_address), ("client", _network(client), per_client)]
    for kind, value, most in counted:
        if value and _count(f"mails:{purpose}:{kind}:{_fingerprint(kind, value)}:{hour}") > most:
            logger.warning("mails_limited", purpose=purpose, by=kind)
            raise TooManyMails(retry_after=left)


def _network(client: str) -> str:
    """What stands for one client: the address, of IPv6 the 64 bits that a household has; "" for none to count."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _fingerprint(kind: str, value: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"limit:{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def _count(key: str) -> int:
    """How often this was counted in its hour, this time included."""
    try:
        if cache.add(key, 1, timeout=HOUR):
            return 1
        return cache.incr(key)
    except Exception as error:
        # ValueError where it ran out in between; whatever the cache's client raises where it is down.
        logger.warning("mails_not_counted", error=type(error).__name__)
        return 1
