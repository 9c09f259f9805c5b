"""`make bench`: throughput of the main pages with two server workers, as ratios to a bare Django view.

Everything is measured in one run on one server, in rounds that take turns, so that a slow minute of the
machine slows all alike. Only ratios and query counts are worth comparing between machines.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import plugins
from tests.benchmarks.load import Request, run

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.benchmarks.settings"


def main() -> None:
    """Prepare a database, start the server, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--submissions", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one round of one page")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kuvend-bench-") as var:
        os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "KUVEND_VAR": var, "LOG_LEVEL": "ERROR"}
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("SEARCH_URL", None)
        manage("migrate", "--verbosity", "0")
        print(manage("synthesize", "--submissions", str(options.submissions)).strip().splitlines()[-1])
        inside = measure_inside(options.submissions)
        with server(options.workers) as (port, process):
            ratios = measure_throughput(port, inside["requests"], options.seconds, options.rounds)
            memory = worker_memory(process.pid)
        cost = plugins.measure(Path(var) / "packages", plugins.consultation_path())
    report(inside["pages"], ratios, memory)
    plugins.report(cost)


def manage(*arguments: str) -> str:
    """Run a management command; its output."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def measure_inside(submissions: int) -> dict[str, dict[str, object]]:
    """Queries and times of each page inside one process, by `tests.benchmarks.inside`."""
    output = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.inside"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return json.loads(output.splitlines()[-1])


@contextlib.contextmanager
def server(workers: int) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The web server as `make run` starts it, on a free port."""
    sys.path.insert(0, str(ROOT / "tools"))
    from run import web_command

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "WEB_WORKERS": str(workers), "MALLOC_ARENA_MAX": "2"}
    os.environ["WEB_WORKERS"] = str(workers)
    process = subprocess.Popen(web_command("127.0.0.1", port), cwd=ROOT, env=environment, start_new_session=True)
    try:
        wait_for(port)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(port: int) -> None:
    """Until the bare view answers; at most a minute. Raises TimeoutError."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/bare/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise TimeoutError("the server did not answer")


def measure_throughput(
    port: int, requests: dict[str, object], seconds: float, rounds: int
) -> dict[str, tuple[float, float, int]]:
    """For each page the median of its ratio to the bare view, its answers a second, and failures."""
    makers = {name: maker(spec) for name, spec in requests.items()}
    for request in makers.values():
        run(port, request, seconds=0.5)
    ratios: dict[str, list[float]] = {name: [] for name in makers}
    rates: dict[str, list[float]] = {name: [] for name in makers}
    failures = dict.fromkeys(makers, 0)
    for _round in range(rounds):
        bare = run(port, makers["bare view"], seconds=seconds).per_second
        for name, request in makers.items():
            measured = run(port, request, seconds=seconds)
            ratios[name].append(measured.per_second / bare)
            rates[name].append(measured.per_second)
            failures[name] += measured.failures
    return {
        name: (statistics.median(ratios[name]), statistics.median(rates[name]), failures[name]) for name in makers
    }


def maker(spec: object) -> Request:
    """A request from its description; a body gets a new key and address each time."""
    assert isinstance(spec, dict)
    body = spec.get("body")
    if body is None:
        return lambda: ("GET", spec["path"], None, {})

    def post() -> tuple[str, str, bytes, dict[str, str]]:
        unique = uuid.uuid4().hex
        content = json.dumps({**body, "email": f"{unique}@example.org"}).encode()
        return "POST", spec["path"], content, {"Content-Type": "application/json", "Idempotency-Key": unique}

    return post


def worker_memory(parent: int) -> list[float]:
    """Resident memory in MiB of each web worker (proportional share where the kernel tells it)."""
    sizes = []
    children = Path(f"/proc/{parent}/task/{parent}/children")
    for child in children.read_text().split():
        status = Path(f"/proc/{child}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        if found:
            sizes.append(int(found[1]) / 1024)
    return sizes


def report(pages: dict[str, object], ratios: dict[str, tuple[float, float, int]], memory: list[float]) -> None:
    """Print the table."""
    print(f"\n{'page':<34}{'of bare':>9}{'per s':>9}{'queries':>9}{'ms':>8}{'SQL ms':>8}{'failed':>8}")
    for name, (ratio, rate, failed) in ratios.items():
        inside = pages.get(name) or {"queries": 0, "ms": 0.0, "sql_ms": 0.0}
        assert isinstance(inside, dict)
        print(
            f"{name:<34}{ratio:>9.3f}{rate:>9.1f}{inside['queries']:>9}"
            f"{inside['ms']:>8.1f}{inside['sql_ms']:>8.1f}{failed:>8}"
        )
    print("web workers, resident: " + ", ".join(f"{size:.0f} MiB" for size in memory))


if __name__ == "__main__":
    main()
