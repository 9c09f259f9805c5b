"""The circuit breaker: after repeated failures a plugin is left out for a while, for one institution.

State lives in the process; each web worker learns for itself. What operators see is written by
`plugins.kernel.failures`, which also brings their resets to every process. Failures are counted for each
contribution, so that a plugin's healthy slot does not keep hiding a broken one, but the breaker opens for the
whole plugin at that institution.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

FAILURES_TO_OPEN = 5
SECONDS_OPEN = 60.0


class State(StrEnum):
    """Closed: works. Open: left out. Half-open: one call is let through to see whether it works again."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass
class _Circuit:
    failures: dict[str, int] = field(default_factory=dict)
    opened_at: float | None = None
    trial_at: float | None = None


class Breaker:
    """One circuit for each plugin and institution (None: the portal). Safe between threads.

    `clock` returns seconds that only grow.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        failures_to_open: int = FAILURES_TO_OPEN,
        seconds_open: float = SECONDS_OPEN,
    ) -> None:
        self._clock = clock
        self._failures_to_open = failures_to_open
        self._seconds_open = seconds_open
        self._circuits: dict[tuple[str, UUID | None], _Circuit] = {}
        self._lock = threading.Lock()

    def state(self, plugin: str, institution: UUID | None) -> State:
        """The circuit's state now."""
        with self._lock:
            return self._state(self._circuits.get((plugin, institution)))

    def allows(self, plugin: str, institution: UUID | None) -> bool:
        """Whether the plugin may be called now. When half-open, only the first to ask may."""
        with self._lock:
            circuit = self._circuits.get((plugin, institution))
            state = self._state(circuit)
            if circuit is None or state is State.CLOSED:
                return True
            if state is State.OPEN:
                return False
            circuit.trial_at = self._clock()
            return True

    def succeeded(self, plugin: str, institution: UUID | None, contribution: str) -> bool:
        """Note a success; True if it closed an open circuit."""
        with self._lock:
            circuit = self._circuits.get((plugin, institution))
            if circuit is None:
                return False
            circuit.failures.pop(contribution, None)
            was_open = circuit.opened_at is not None
            circuit.opened_at = circuit.trial_at = None
            if not circuit.failures:
                del self._circuits[(plugin, institution)]
            return was_open

    def failed(self, plugin: str, institution: UUID | None, contribution: str) -> bool:
        """Note a failure; True if the circuit is open because of it."""
        with self._lock:
            circuit = self._circuits.setdefault((plugin, institution), _Circuit())
            circuit.failures[contribution] = circuit.failures.get(contribution, 0) + 1
            if circuit.opened_at is None and circuit.failures[contribution] < self._failures_to_open:
                return False
            circuit.opened_at = self._clock()
            circuit.trial_at = None
            return True

    def reset(self, plugin: str, institution: UUID | None) -> None:
        """Forget all failures of a plugin at an institution."""
        with self._lock:
            self._circuits.pop((plugin, institution), None)

    def failing(self) -> list[tuple[str, UUID | None]]:
        """The plugins and institutions with failures that no success has made good yet."""
        return list(self._circuits)

    def reset_all(self) -> None:
        """Forget everything. For tests."""
        with self._lock:
            self._circuits.clear()

    def _state(self, circuit: _Circuit | None) -> State:
        if circuit is None or circuit.opened_at is None:
            return State.CLOSED
        # A trial that never reported back (its thread was killed) must not keep the circuit shut for good.
        since = circuit.opened_at if circuit.trial_at is None else circuit.trial_at
        return State.HALF_OPEN if self._clock() - since >= self._seconds_open else State.OPEN


breaker = Breaker()
