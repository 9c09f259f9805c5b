"""How often a mail may be asked for: by address, by client, in an hour, and that nobody can be read from it."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from consultations import clock
from consultations.limits import TooManyMails, limit_mails

NOW = datetime(2026, 3, 2, 12, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch):
    settings.MAIL_LIMITS = True
    monkeypatch.setattr(clock, "now", lambda: NOW)


def ask(times=1, **given):
    for _ in range(times):
        limit_mails("test", **{"address": "ana@example.org", "per_address": 3, "per_client": 4, **given})


def test_as_many_as_allowed_and_then_none_until_the_hour_is_over(monkeypatch):
    ask(3)
    with pytest.raises(TooManyMails) as refused:
        ask()
    assert refused.value.params == {"retry_after": 45 * 60}
    assert "Nothing was sent; what you wrote is still here." in refused.value.message
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=45))
    ask(3)


def test_another_address_and_another_purpose_are_counted_apart():
    ask(3)
    ask(3, address="ben@example.org")
    limit_mails("other", address="ana@example.org", per_address=1)


@pytest.mark.parametrize(
    ("first", "second"), [("8.8.4.4", "8.8.4.4"), ("2a00:1450:4001:800::1", "2a00:1450:4001:800:ffff::2")]
)
def test_client_is_counted_whatever_addresses_it_asks_for(first, second):
    for number in range(4):
        ask(address=f"person{number}@example.org", client=first)
    with pytest.raises(TooManyMails):
        ask(address="another@example.org", client=second)
    ask(address="another@example.org", client="8.8.8.8")


@pytest.mark.parametrize("client", ["", "127.0.0.1", "10.1.2.3", "fd00::1", "unix:", "<script>"])
def test_what_is_no_single_client_is_not_counted(client):
    for number in range(9):
        ask(address=f"person{number}@example.org", client=client)


def test_neither_cache_nor_log_tell_who_asked(monkeypatch, caplog):
    keys = []
    real = cache.add
    monkeypatch.setattr(
        cache, "add", lambda key, *args, **options: keys.append(key) or real(key, *args, **options)
    )
    with caplog.at_level(logging.WARNING), pytest.raises(TooManyMails):
        ask(4, client="8.8.4.4")
    told = " ".join([*keys, caplog.text])
    assert len(keys) == 7
    assert "ana" not in told
    assert "8.8.4.4" not in told


def test_cache_that_is_down_limits_nobody(monkeypatch):
    def refuse(*args, **options):
        raise ConnectionError("no cache")

    monkeypatch.setattr(cache, "add", refuse)
    ask(9)


def test_operator_may_switch_it_off(settings):
    settings.MAIL_LIMITS = False
    ask(9)
