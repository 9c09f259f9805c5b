"""Real servers, started once for the session and ended with it."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ES_NODE = Path(__file__).parent / "elasticsearch_node" / "es_node.py"


def need(*programs):
    """Skip with the reason where a program is missing; in CI, where all can be installed, fail."""
    absent = [program for program in programs if shutil.which(program) is None]
    if absent and os.environ.get("CI") == "true":
        pytest.fail(f"missing in CI: {', '.join(absent)}")
    if absent:
        pytest.skip(f"missing: {', '.join(absent)}; `make services` says what installs it")


def free_port_with_partner(distance):
    """A port on which nothing listens, nor on the one `distance` above it."""
    while True:
        with socket.socket() as low, socket.socket() as high:
            low.bind(("127.0.0.1", 0))
            port = low.getsockname()[1]
            try:
                high.bind(("127.0.0.1", port + distance))
            except (OSError, OverflowError):
                continue
            return port


@pytest.fixture(scope="session")
def es_node():
    """The module that runs Elasticsearch nodes, loaded from its file."""
    spec = importlib.util.spec_from_file_location("es_node", ES_NODE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def elasticsearch_url(es_node, tmp_path_factory):
    """The URL of a real Elasticsearch node of the version that elasticsearch-dsl belongs to."""
    need("mvn", "javac", "java")
    folder = tmp_path_factory.mktemp("elasticsearch")
    (url,) = es_node.up(folder, nodes=1, port=free_port_with_partner(100), heap="512m")
    yield url
    es_node.down(folder)


@pytest.fixture(scope="session")
def private_postgres():
    """The DATABASE_URL of a server made for this session by the script that `make test` uses."""
    program = "import os, sys; print(os.environ['DATABASE_URL'], flush=True); sys.stdin.read()"
    command = [sys.executable, str(ROOT / "tools" / "postgres.py"), sys.executable, "-c", program]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    url = server.stdout.readline().strip()
    if not url:
        reason = server.communicate()[1].strip()
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    yield url
    server.stdin.close()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
