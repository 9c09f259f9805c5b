"""What a function gave, kept for the words that come again and again."""

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembering(dict[K, V]):
    """A function as a dictionary that asks it for what is missing, and holds at most `most` of its answers.

    When full, all are forgotten at once: the few words that most of a text is made of are soon back, and finding
    which was asked for longest ago costs more than the dictionary saves. Threads may share one.
    """

    def __init__(self, function: Callable[[K], V], most: int) -> None:
        super().__init__()
        self.most = most
        self._function = function

    def __missing__(self, key: K) -> V:
        value = self._function(key)
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value
