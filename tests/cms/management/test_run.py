"""`make run`'s supervisor: both processes start together, stop together, and a busy port stops nothing else."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

WEB = """
import http.server, os, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""
WORKER = """
import os, signal, sys, time
with open(sys.argv[1], "a") as log: log.write("start\\n")
def stop(*_):
    with open(sys.argv[1], "a") as log: log.write("stop\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
time.sleep(float(sys.argv[2]))
"""
# The supervisor with stand-ins for Granian and the worker: what is tried here is the supervising.
DRIVER = f"""
import importlib.util, sys
spec = importlib.util.spec_from_file_location("run", sys.argv[1])
run = importlib.util.module_from_spec(spec); sys.modules["run"] = run; spec.loader.exec_module(run)
port, log, life, web_life = int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
run.WORKER_RESTART_SECONDS = 0.0
web = [sys.executable, "-c", {WEB!r}, str(port)] if web_life == "long" else [sys.executable, "-c", "exit(3)"]
run.web_command = lambda host, port: web
run.worker_command = lambda: [sys.executable, "-c", {WORKER!r}, log, life]
sys.exit(run.supervise("127.0.0.1", port, lambda: print("running", flush=True)))
"""


@pytest.fixture(scope="module")
def run():
    """tools/run.py as a module."""
    spec = importlib.util.spec_from_file_location("kuvend_tools_run", ROOT / "tools" / "run.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def free_port():
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_driver(port, log, life="60", web_life="long"):
    """The supervisor in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(ROOT / "tools" / "run.py"), str(port), str(log), life, web_life],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def listening(port):
    """Whether something accepts connections on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_stops_both_processes_with_status_zero(free_port, tmp_path, number):
    log = tmp_path / "worker.log"
    driver = start_driver(free_port, log)
    assert driver.stdout.readline() == "running\n"
    assert listening(free_port)
    driver.send_signal(number)
    out, err = driver.communicate(timeout=30)
    assert (driver.returncode, out, err) == (0, "Stopped.\n", "")
    assert log.read_text() == "start\nstop\n"
    assert not listening(free_port)


def test_worker_that_ends_is_started_again(free_port, tmp_path):
    log = tmp_path / "worker.log"
    driver = start_driver(free_port, log, life="0.1")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (log.exists() and log.read_text().count("start") >= 2):
        time.sleep(0.1)
    driver.send_signal(signal.SIGTERM)
    driver.communicate(timeout=30)
    assert (driver.returncode, log.read_text().count("start") >= 2) == (0, True)


def test_web_server_that_cannot_start_ends_everything(free_port, tmp_path):
    driver = start_driver(free_port, tmp_path / "worker.log", web_life="none")
    out, err = driver.communicate(timeout=60)
    assert (driver.returncode, out) == (1, "Stopped.\n")
    assert "The web server did not answer" in err


def test_busy_port_is_named_and_nothing_is_started(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "run.py")],
            env={**os.environ, "PORT": str(port), "KUVEND_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Cannot listen on 127.0.0.1:{port} (Address already in use). Nothing was started." in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "80a"])
def test_port_that_is_no_port_is_refused(port):
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "run.py")],
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"PORT must be a number from 1 to 65535, not {port!r}\n"


def test_free_port_has_no_busy_reason(run, free_port):
    assert run.busy_reason("127.0.0.1", free_port) is None


def test_address_of_another_machine_is_a_busy_reason(run, free_port):
    assert run.busy_reason("192.0.2.1", free_port) == "Cannot assign requested address"


def test_web_server_writes_no_access_log(run):
    command = run.web_command("127.0.0.1", 8000)
    assert "--access-log" not in command
    assert command[-1] == "cms.wsgi:application"
