"""What a function gave, kept for the words that come again and again."""

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembering(dict[K, V]):
    """A function as a dictionary that asks it for what is missing, and holds at most `most` of its answers.

    Half of them in itself, which costs no more than a dictionary does. When that half is full it becomes the
    other, from which comes back what is asked for again; what was not asked for since is forgotten. Threads may
    share one.
    """

    def __init__(self, function: Callable[[K], V], most: int) -> None:
        super().__init__()
        self.most = most
        self._function = function
        self._before: dict[K, V] = {}

    def __missing__(self, key: K) -> V:
        before = self._before
        value = before[key] if key in before else self._function(key)
        if len(self) >= self.most // 2:
            self._before = dict(self)
            super().clear()
        self[key] = value
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._before = {}
        super().clear()
