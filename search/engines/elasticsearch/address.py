"""What SEARCH_URL says of a cluster.

    elasticsearch://user@one:9200,two:9200,three:9200/prefix?tls=true&ca_file=/etc/kuvend/ca.pem

A password or an API key may stand in the address (`user:password@`, `api_key=`), but is better kept out of it: in
SEARCH_PASSWORD or SEARCH_API_KEY.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEME = "elasticsearch"
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}")
_OPTIONS = {"tls", "ca_file", "fingerprint", "verify", "api_key", "timeout", "shards", "replicas"}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the cluster is and how to speak with it. `timeout` in seconds, of a search."""

    hosts: tuple[str, ...]
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""
    fingerprint: str = ""
    verify: bool = True
    timeout: float = 2.0
    shards: int = 1
    replicas: int = 1

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.hosts[0].startswith("https:")


def read(url: str, *, password: str = "", api_key: str = "") -> Address:
    """The address in a URL. ImproperlyConfigured, without repeating any secret, for what makes no sense."""
    parts = urlsplit(url)
    given = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    credentials, _, places = parts.netloc.rpartition("@")
    user, _, in_url = credentials.partition(":")
    prefix = parts.path.strip("/") or "kuvend"
    if unknown := sorted(set(given) - _OPTIONS):
        raise ImproperlyConfigured(
            f"SEARCH_URL: unknown option {', '.join(unknown)}; known: {', '.join(sorted(_OPTIONS))}"
        )
    if not _PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(
            "SEARCH_URL: the prefix after the hosts must be of small letters, digits, - and _"
        )
    api_key = given.get("api_key", "") or api_key
    tls = _truth(given, "tls", default=bool(given.get("ca_file") or given.get("fingerprint")))
    if (api_key or password or in_url) and not tls and not _only_here(places):
        raise ImproperlyConfigured("SEARCH_URL: a password or API key is not sent unencrypted; add tls=true")
    return Address(
        hosts=_hosts(places, "https" if tls else "http"),
        prefix=prefix,
        user=unquote(user),
        password=unquote(in_url) or password,
        api_key=api_key,
        ca_file=given.get("ca_file", ""),
        fingerprint=given.get("fingerprint", ""),
        verify=_truth(given, "verify", default=True),
        timeout=_number(given, "timeout", 2.0, least=0.1),
        shards=int(_number(given, "shards", 1, least=1)),
        replicas=int(_number(given, "replicas", 1, least=0)),
    )


def _hosts(places: str, scheme: str) -> tuple[str, ...]:
    hosts = []
    for place in filter(None, places.split(",")):
        name, colon, port = place.rpartition(":")
        if not colon or place.endswith("]"):
            name, port = place, "9200"
        if not name or not port.isdigit():
            raise ImproperlyConfigured(f"SEARCH_URL: {place!r} is no host:port")
        hosts.append(f"{scheme}://{name}:{port}")
    if not hosts:
        raise ImproperlyConfigured("SEARCH_URL: no host is named; expected elasticsearch://host:9200/prefix")
    return tuple(hosts)


def _only_here(places: str) -> bool:
    return all(place.startswith(("127.0.0.1", "localhost", "[::1]")) for place in places.split(","))


def _truth(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = given.get(name, "").lower()
    if value and value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"SEARCH_URL: {name} must be true or false")
    return default if not value else value in _TRUE


def _number(given: Mapping[str, str], name: str, default: float, *, least: float) -> float:
    try:
        value = float(given.get(name) or default)
    except ValueError:
        value = -1.0
    if not least <= value <= 1_000:
        raise ImproperlyConfigured(f"SEARCH_URL: {name} must be a number from {least} on")
    return value
