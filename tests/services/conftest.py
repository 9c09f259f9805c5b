"""Real servers, started once for the session and ended with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


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
