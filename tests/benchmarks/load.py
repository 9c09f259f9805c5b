"""A small, cheap HTTP client: a few kept-alive connections to 127.0.0.1 that ask as fast as they are answered."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Request = Callable[[], tuple[str, str, bytes | None, dict[str, str]]]


@dataclass(frozen=True)
class Measured:
    """What one round saw. `failures` are answers other than 200, 201 and 202."""

    answers: int
    failures: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def run(port: int, request: Request, *, seconds: float, clients: int = 4) -> Measured:
    """Ask for `seconds` from `clients` connections. `request` gives method, path, body and headers each time."""
    stop_at = time.monotonic() + seconds
    counts = [(0, 0)] * clients

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        answers = failures = 0
        while time.monotonic() < stop_at:
            method, path, body, headers = request()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            answers += 1
            failures += response.status not in (200, 201, 202)
        connection.close()
        counts[number] = (answers, failures)

    started = time.monotonic()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - started
    return Measured(sum(c[0] for c in counts), sum(c[1] for c in counts), elapsed)
