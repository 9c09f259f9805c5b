"""The worker: one failing duty waits longer and longer, the others go on, and a stop is clean."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import structlog.testing

from cms.management.worker_loop import LONGEST_PAUSE, Duty, WorkerLoop

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def database_left_alone(monkeypatch):
    """The loop closes old connections between duties; these tests have none."""
    monkeypatch.setattr("cms.management.worker_loop.close_old_connections", lambda: None)


class Clock:
    """Monotonic seconds that move only by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class ManualStop(threading.Event):
    """Instead of sleeping, moves the clock; sets itself after some sleeps."""

    def __init__(self, clock, sleeps):
        super().__init__()
        self.clock, self.sleeps, self.slept = clock, sleeps, []

    def wait(self, timeout=None):
        self.slept.append(timeout)
        self.clock.now += timeout
        if len(self.slept) >= self.sleeps:
            self.set()
        return self.is_set()


def loop_of(*duties, sleeps=1):
    """A loop on a clock moved by hand, that ends after some sleeps."""
    clock = Clock()
    return WorkerLoop(duties, ManualStop(clock, sleeps), clock)


def batches(*sizes):
    """A duty's work that does these amounts one after another, then nothing."""
    left = list(sizes)
    return lambda: left.pop(0) if left else 0


def test_run_once_empties_each_duty_in_turn():
    loop = WorkerLoop([Duty(name="a", run=batches(3, 2), every=1), Duty(name="b", run=batches(1), every=1)])
    assert loop.run_once() == {"a": 5, "b": 1}


def test_run_once_leaves_a_failing_duty_and_does_the_next():
    def fail():
        raise ConnectionError

    loop = WorkerLoop([Duty(name="a", run=fail, every=1), Duty(name="b", run=batches(1), every=1)])
    assert loop.run_once() == {"a": 0, "b": 1}


def test_idle_duties_are_asked_at_their_own_pace():
    asked = []
    loop = loop_of(
        Duty(name="quick", run=lambda: asked.append("quick") or 0, every=1),
        Duty(name="slow", run=lambda: asked.append("slow") or 0, every=2.5),
        sleeps=4,
    )
    loop.run()
    assert asked == ["quick", "slow", "quick", "quick", "slow"]
    assert loop.stop.slept == [1, 1, 0.5, 0.5]


def test_duty_that_found_something_is_asked_again_at_once():
    loop = loop_of(Duty(name="a", run=batches(100, 100, 40), every=7), sleeps=4)
    loop.run()
    assert loop.stop.slept == [0, 0, 0, 7]


def test_failing_duty_waits_twice_as_long_each_time_up_to_a_limit():
    def fail():
        raise ConnectionError

    loop = loop_of(Duty(name="a", run=fail, every=10), sleeps=7)
    loop.run()
    assert loop.stop.slept == [20, 40, 80, 160, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_duty_that_works_again_returns_to_its_pace():
    outcomes = [ConnectionError(), ConnectionError(), 0, 0]

    def run():
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    loop = loop_of(Duty(name="a", run=run, every=1), sleeps=4)
    loop.run()
    assert loop.stop.slept == [2, 4, 1, 1]


def test_failure_is_logged_with_its_place_and_without_its_message():
    def fail():
        raise ValueError("arta@example.org wrote: my address is ...")

    with structlog.testing.capture_logs() as lines:
        WorkerLoop([Duty(name="mail", run=fail, every=1)], clock=Clock()).run_once()
    (line,) = lines
    assert (line["event"], line["duty"], line["error"]) == ("worker.duty_failed", "mail", "ValueError")
    assert line["where"].startswith(__file__)
    assert "arta" not in repr(line)


def test_stop_during_a_duty_finishes_that_duty_only():
    done = []
    loop = loop_of(
        Duty(name="first", run=lambda: loop.stop.set() or done.append("first") or 1, every=1),
        Duty(name="second", run=lambda: done.append("second") or 1, every=1),
    )
    loop.run()
    assert done == ["first"]


def test_worker_process_ends_cleanly_on_sigterm(tmp_path):
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env={
            **os.environ,
            "KUVEND_VAR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3",
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    for line in worker.stdout:
        lines.append(line)
        if "worker.started" in line:
            break
    worker.send_signal(signal.SIGTERM)
    started = time.monotonic()
    rest = worker.communicate(timeout=30)[0]
    assert worker.returncode == 0, "".join(lines) + rest
    assert "worker.stopped" in rest
    assert time.monotonic() - started < 10
