"""`make run`: prepare the site, start the web server and the worker, stop both together.

No Django in this process: it stays small, and it outlives an error in the settings with a clear message.
Environment: PORT (8000), HOST (127.0.0.1), WEB_WORKERS (2), and everything the settings read.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTUP_SECONDS = 90
STOP_SECONDS = 10
WORKER_RESTART_SECONDS = 5.0


@dataclass
class Child:
    """One process this script started, in a session of its own so that Ctrl-C reaches only us."""

    name: str
    command: list[str]
    restart: bool
    process: subprocess.Popen[bytes] = field(init=False)
    started: float = field(init=False)

    def start(self, environment: dict[str, str]) -> None:
        """Start, or start again."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def stop(self, deadline: float) -> None:
        """Wait for its end; past the deadline (monotonic seconds), insist. Leaves none of its own children."""
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{self.name} did not stop in time and is ended", file=sys.stderr)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def busy_reason(host: str, port: int) -> str | None:
    """Why nothing can listen on host:port, or None where it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def wait_until_healthy(host: str, port: int, web: Child, stop: threading.Event) -> bool:
    """Whether /healthz answered 200 before the process ended, a stop was asked, or the time was up."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and web.process.poll() is None and not stop.wait(0.2):
        connection = http.client.HTTPConnection(host, port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return True
        connection.close()
    return False


def watch(children: list[Child], environment: dict[str, str], stop: threading.Event) -> int:
    """Restart what may be restarted until a stop is asked; the exit status."""
    while not stop.wait(0.3):
        for child in children:
            status = child.process.poll()
            if status is None:
                continue
            if not child.restart:
                print(f"{child.name} ended by itself (status {status})", file=sys.stderr)
                return 1
            if time.monotonic() - child.started > WORKER_RESTART_SECONDS:
                print(f"{child.name} ended (status {status}) and is started again", file=sys.stderr)
                child.start(environment)
    return 0


def web_command(host: str, port: int) -> list[str]:
    """Granian, without an access log: addresses of visitors are personal data."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)),
        *("--workers", os.environ.get("WEB_WORKERS", "2"), "--blocking-threads", "4", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(STOP_SECONDS // 2), "cms.wsgi:application"),
    ]


def worker_command() -> list[str]:
    """One worker process."""
    return [sys.executable, "manage.py", "worker"]


def supervise(host: str, port: int, announce: Callable[[], None]) -> int:
    """Run web server and worker until SIGINT, SIGTERM or SIGHUP; the exit status."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    # Two arenas: glibc's default of eight a core makes threads hold memory they no longer use.
    environment = {"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1", **os.environ}
    web = Child("The web server", web_command(host, port), restart=False)
    worker = Child("The worker", worker_command(), restart=True)
    children = [web, worker]
    status = 1
    try:
        for child in children:
            child.start(environment)
        if wait_until_healthy(host, port, web, stop):
            announce()
            status = watch(children, environment, stop)
        elif stop.is_set():
            status = 0
        else:
            print("The web server did not answer; its messages are above", file=sys.stderr)
    finally:
        started = [child for child in children if hasattr(child, "process")]
        for child in started:
            child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in started:
            child.stop(deadline)
    print("Stopped.", flush=True)
    return status


def prepare() -> int:
    """Database, catalogues, static files, demo; a Ctrl-C meanwhile ends it too. The exit status."""
    preparation = subprocess.Popen([sys.executable, "manage.py", "prepare"], cwd=ROOT, stdin=subprocess.DEVNULL)

    def forward(number: int, _frame: object) -> None:
        preparation.send_signal(signal.SIGINT if number == signal.SIGINT else signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    return preparation.wait()


def main() -> int:
    """The exit status of `make run`."""
    host, port_text = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port_text.isdecimal() or not 0 < int(port_text) < 65536:
        print(f"PORT must be a number from 1 to 65535, not {port_text!r}", file=sys.stderr)
        return 2
    port = int(port_text)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    os.environ.setdefault("BASE_URL", f"http://{'localhost' if host == '0.0.0.0' else host}:{port}")
    if reason := busy_reason(host, port):
        print(f"Cannot listen on {host}:{port} ({reason}). Nothing was started.", file=sys.stderr)
        print(f"End what uses the port, or choose another: PORT={port + 1} make run", file=sys.stderr)
        return 1
    if (status := prepare()) != 0:
        return 0 if status in (-signal.SIGINT, -signal.SIGTERM) else 1

    def announce() -> None:
        print(f"\nKuvend is running at {os.environ['BASE_URL']}/ (administration: /admin/). Ctrl-C stops it.")
        sys.stdout.flush()

    return supervise(host, port, announce)


if __name__ == "__main__":
    sys.exit(main())
