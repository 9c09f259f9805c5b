"""The servers that other tests build on start and answer."""

import json
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

pytestmark = pytest.mark.services


def ask(url, body=None, method="GET"):
    """The parsed JSON answer of a server on this machine."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_elasticsearch_node_is_healthy_and_alone(elasticsearch_url):
    health = ask(f"{elasticsearch_url}/_cluster/health")
    assert health["status"] in ("green", "yellow")  # yellow: replicas of other tests' indices have nowhere to go
    assert health["number_of_nodes"] == 1


def test_elasticsearch_node_finds_what_it_was_given(elasticsearch_url):
    ask(f"{elasticsearch_url}/servers/_doc/1?refresh=true", {"text": "kuvend shqip"}, "PUT")
    found = ask(f"{elasticsearch_url}/servers/_search", {"query": {"match": {"text": "kuvend"}}}, "POST")
    assert [hit["_source"] for hit in found["hits"]["hits"]] == [{"text": "kuvend shqip"}]


def test_private_postgres_answers_on_a_socket_only(private_postgres):
    folder = unquote(urlsplit(private_postgres).netloc.partition("@")[2])
    with psycopg.connect(host=folder, user="kuvend", dbname="postgres") as connection:
        ((listening,),) = connection.execute("SHOW listen_addresses").fetchall()
        ((encoding,),) = connection.execute("SHOW server_encoding").fetchall()
    assert (listening, encoding) == ("", "UTF8")
    assert [path.name for path in Path(folder).glob(".s.PGSQL.*[0-9]")] == [".s.PGSQL.5432"]
