"""What SEARCH_URL says of a cluster, and that no secret travels or is told in the clear."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines import engine_for
from search.engines.elasticsearch.address import Address, read
from search.engines.elasticsearch.client import connect

PLAIN = "elasticsearch://one:9200,two:9201/kuvend-test"


def test_hosts_and_prefix_are_read() -> None:
    assert read(PLAIN) == Address(hosts=("http://one:9200", "http://two:9201"), prefix="kuvend-test")


def test_port_and_prefix_may_be_left_out() -> None:
    assert read("elasticsearch://one") == Address(hosts=("http://one:9200",), prefix="kuvend")


def test_every_option_is_read() -> None:
    url = "elasticsearch://elastic@one:9200/k?tls=true&ca_file=/ca.pem&timeout=0.5&shards=3&replicas=2&verify=no"
    assert read(url, password="secret") == Address(
        hosts=("https://one:9200",),
        prefix="k",
        user="elastic",
        password="secret",
        ca_file="/ca.pem",
        verify=False,
        timeout=0.5,
        shards=3,
        replicas=2,
    )


@pytest.mark.parametrize("option", ["ca_file=/ca.pem", "fingerprint=ab:cd"])
def test_naming_a_certificate_asks_for_encryption(option: str) -> None:
    assert read(f"elasticsearch://one/k?{option}").tls


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("elasticsearch:///kuvend", "no host"),
        ("elasticsearch://one:port/kuvend", "no host:port"),
        ("elasticsearch://one/Kuvend", "prefix"),
        ("elasticsearch://one/a/b", "prefix"),
        ("elasticsearch://one/k?colour=red", "unknown option colour"),
        ("elasticsearch://one/k?tls=perhaps", "true or false"),
        ("elasticsearch://one/k?timeout=soon", "timeout"),
        ("elasticsearch://one/k?shards=0", "shards"),
        ("elasticsearch://one/k?timeout=nan", "timeout"),
    ],
)
def test_address_that_makes_no_sense_is_refused_with_its_reason(url: str, told: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=told):
        read(url)


@pytest.mark.parametrize("url", ["elasticsearch://me:hush@one/k", "elasticsearch://one/k?api_key=hush"])
def test_secret_is_not_sent_unencrypted_to_another_machine(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="tls=true") as refused:
        read(url)
    assert "hush" not in str(refused.value)
    assert read(f"{url}{'&' if '?' in url else '?'}tls=true").tls
    assert not read(url.replace("one", "localhost:9200")).tls


def test_secrets_are_not_told() -> None:
    assert "hush" not in repr(read("elasticsearch://me:hush@one/k?tls=true", api_key="hush"))


def test_key_and_password_come_from_settings_too(settings) -> None:
    settings.SEARCH_API_KEY = "from-settings"
    engine = engine_for("elasticsearch://localhost:9299/keyed")
    engine_for.cache_clear()
    assert engine._client._headers["authorization"] == "ApiKey from-settings"


def test_certificate_is_checked_unless_one_says_otherwise() -> None:
    def node(options: str):
        client = connect(read(f"elasticsearch://one/k?tls=true{options}"))
        return client.transport.node_pool.get().config

    assert node("").ssl_context.check_hostname
    assert node("&verify=false").verify_certs is False
    assert node("&fingerprint=" + "ab" * 32).ssl_assert_fingerprint == "ab" * 32
