"""The worker's loop: each duty in its turn, a failing one left alone for a while, never the others."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog
from django.db import close_old_connections

from plugins.kernel import gate

logger = structlog.get_logger("kuvend.worker")

LONGEST_PAUSE = 300.0


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Something the worker does again and again.

    `run` does at most one batch and returns how much it did; `every` is the pause in seconds after a
    turn that found nothing. A turn that did something is followed by the next one at once.
    """

    name: str
    run: Callable[[], int]
    every: float


@dataclass
class _Turn:
    duty: Duty
    due: float = 0.0
    failures: int = 0


@dataclass
class WorkerLoop:
    """Runs duties until `stop` is set. `clock` gives monotonic seconds."""

    duties: Sequence[Duty]
    stop: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.monotonic

    def run_once(self) -> dict[str, int]:
        """Every duty until it finds nothing more, or fails; what each did. For tests and cron."""
        done = {}
        for duty in self.duties:
            turn, done[duty.name] = _Turn(duty), 0
            while not self.stop.is_set() and (did := self._take(turn)):
                done[duty.name] += did
        return done

    def run(self) -> None:
        """Until `stop` is set: the current duty is finished first."""
        turns = [_Turn(duty) for duty in self.duties]
        logger.info("worker.started", duties=[duty.name for duty in self.duties])
        while not self.stop.is_set():
            for turn in turns:
                if turn.due <= self.clock() and not self.stop.is_set():
                    self._take(turn)
            self.stop.wait(max(0.0, min(turn.due for turn in turns) - self.clock()))
        logger.info("worker.stopped")

    def _take(self, turn: _Turn) -> int:
        close_old_connections()
        try:
            with gate.fresh():
                did = turn.duty.run()
        except Exception as error:
            # Whatever went wrong, the other duties go on. The message may quote a person's text: left out.
            turn.failures += 1
            pause = min(LONGEST_PAUSE, turn.duty.every * 2 ** min(turn.failures, 12))
            turn.due = self.clock() + pause
            logger.error(
                "worker.duty_failed",
                duty=turn.duty.name,
                error=type(error).__name__,
                where=_place(error),
                failures=turn.failures,
                pause=pause,
            )
            return 0
        finally:
            close_old_connections()
        turn.failures = 0
        turn.due = self.clock() + (0.0 if did else turn.duty.every)
        return did


def _place(error: BaseException) -> str:
    """File and line where the error was raised."""
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
