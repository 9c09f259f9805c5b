"""Speaking with the cluster: whatever goes wrong comes out as EngineUnavailableError, and soon."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import EngineUnavailableError
from search.engines.elasticsearch.address import Address

WRITE_TIMEOUT = 30.0  # seconds

# It tells every request, and every failed attempt with its traceback: this site says what matters itself, once.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def connect(address: Address) -> Elasticsearch:
    """A client; it connects when it is used."""
    options: dict[str, Any] = {
        "request_timeout": address.timeout,
        "max_retries": min(2, len(address.hosts)),
        "retry_on_timeout": len(address.hosts) > 1,
    }
    if address.api_key:
        options["api_key"] = address.api_key
    elif address.password:
        options["basic_auth"] = (address.user, address.password)
    if address.tls:
        options |= _tls(address)
    return Elasticsearch(list(address.hosts), **options)


def _tls(address: Address) -> dict[str, Any]:
    if address.fingerprint:
        return {"ssl_assert_fingerprint": address.fingerprint}
    if not address.verify:
        return {"verify_certs": False, "ssl_show_warn": False}
    context = ssl.create_default_context(cafile=address.ca_file or None)
    return {"ssl_context": context}


@contextmanager
def asking() -> Iterator[None]:
    """Errors of the client inside come out as the engine's; messages hold no text that was searched for."""
    try:
        yield
    except ApiError as error:
        raise EngineUnavailableError(f"Elasticsearch: {error.status_code} {reason_of(error.body)}") from error
    except TransportError as error:
        raise EngineUnavailableError(f"Elasticsearch: {type(error).__name__}") from error


def reason_of(body: Any) -> str:
    """The kind of an error, from an answer or from an item of one."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        causes = error.get("root_cause") or [error]
        return str(causes[0].get("type") or error.get("type"))
    return str(error)[:80]
