"""From where a request comes: only what a trusted proxy wrote down is believed."""

import pytest
from django.test import RequestFactory

from consultations.api.clients import client_of


@pytest.mark.parametrize(
    ("proxies", "header", "client"),
    [
        (0, None, "192.0.2.7"),
        (0, "8.8.8.8", "192.0.2.7"),
        (1, "8.8.8.8", "8.8.8.8"),
        (1, "1.1.1.1, 8.8.8.8", "8.8.8.8"),
        (2, "1.1.1.1, 8.8.8.8, 10.0.0.1", "8.8.8.8"),
        (2, "8.8.8.8", "192.0.2.7"),
        (1, None, "192.0.2.7"),
        (1, " , ", "192.0.2.7"),
    ],
)
def test_client_is_who_the_trusted_proxies_say(settings, proxies, header, client):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": header} if header is not None else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.7")
    assert client_of(request) == client
