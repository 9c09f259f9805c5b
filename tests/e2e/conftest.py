"""A browser in front of the site as `make run` starts it: web workers, worker, fresh database, demo.

The example plugins are installed, and the demo's open consultation has something of each.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.e2e.furnishing import furnish, path_with_examples

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
START_SECONDS = 480
PATIENCE = 20_000  # milliseconds: machines of CI are slow and shared


@dataclass(frozen=True)
class RunningSite:
    """The address of a running site, and the folder of its database and mail."""

    url: str
    var: Path

    def mails(self):
        """The texts of all mails sent so far, oldest first."""
        files = sorted((self.var / "mail").glob("*"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [path.read_text() for path in files]


def surroundings(var, port):
    """The environment of a site on a fresh folder."""
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SEARCH_URL")},
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "KUVEND_VAR": str(var),
        "PORT": str(port),
        "PYTHONPATH": path_with_examples(var / "plugins"),
        "PYTHONUNBUFFERED": "1",
    }


def start_site(environment):
    """`make run`'s process; returns it once it says that the site runs."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tools" / "run.py")],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    give_up = threading.Timer(START_SECONDS, process.terminate)
    give_up.start()
    for line in process.stdout:
        said.append(line)
        if "Kuvend is running" in line:
            break
    give_up.cancel()
    if process.poll() is not None or not said or "Kuvend is running" not in said[-1]:
        process.terminate()
        pytest.fail("the site did not start:\n" + "".join(said))
    # What it says later is read away, or a full pipe would stop it.
    threading.Thread(target=lambda: [said.append(line) for line in process.stdout], daemon=True).start()
    return process


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The running site, for all browser tests of the session."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    var = tmp_path_factory.mktemp("site")
    environment = surroundings(var, port)
    process = start_site(environment)
    furnish(environment, ROOT)
    yield RunningSite(url=f"http://127.0.0.1:{port}", var=var)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium; its profile is a fresh temporary folder that Playwright makes and removes.

    For a module only: while Playwright runs, Django takes the process for an asynchronous one and lets no test
    after these reach the database.
    """
    program = shutil.which("chromium")
    if program is None:
        reason = "missing: chromium; `make services` says what installs it"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def person(browser, site):
    """Opens the site as a new person: `person(width=360, javascript=False)` gives a page of a fresh context.

    What a page's scripts raise, and what the policy on content refuses, fails the test.
    """
    contexts, faults = [], []

    def open_context(width=1280, height=900, javascript=True, locale="en"):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=locale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                faults.append(f"{page.url}: {message.text}")
                if message.type == "error" and "Content Security Policy" in message.text
                else None
            ),
        )
        return page

    yield open_context
    for context in contexts:
        context.close()
    assert faults == []
