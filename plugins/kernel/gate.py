"""The one gate: is this plugin active in this place?

The kernel does not know how institutions and consultations decide; the core installs the answer
(`consultations.activation`). Until then nothing is active. A plugin in quarantine never is.
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from plugins.kernel.registry import registry
from plugins.kernel.scope import PORTAL, Scope

__all__ = ["PORTAL", "Scope", "active_slugs", "forget", "fresh", "install", "is_active", "remembered"]

T = TypeVar("T")
Activation = Callable[[Scope], Collection[str]]

_activation: Activation | None = None
_memo: ContextVar[dict[Hashable, Any] | None] = ContextVar("plugin_gate_memo", default=None)


def install(activation: Activation) -> None:
    """Set what answers the gate: a function from a scope to the slugs that are on there."""
    global _activation
    _activation = activation


def active_slugs(scope: Scope) -> frozenset[str]:
    """Every plugin that is loaded and on in that place. At portal level: on somewhere."""
    if _activation is None:
        return frozenset()
    return frozenset(slug for slug in _activation(scope) if registry.is_loaded(slug))


def is_active(slug: str, scope: Scope) -> bool:
    """Whether one plugin is loaded and on in that place."""
    return slug in active_slugs(scope)


@contextmanager
def fresh() -> Iterator[None]:
    """Remember the gate's answers for one unit of work: a request, a task, a command.

    Outside of it nothing is remembered and every question is asked anew.
    """
    token = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(token)


def remembered(key: Hashable, compute: Callable[[], T]) -> T:
    """The value for `key`, computed at most once in the current `fresh()` block."""
    memo = _memo.get()
    if memo is None:
        return compute()
    if key not in memo:
        memo[key] = compute()
    value: T = memo[key]
    return value


def forget() -> None:
    """Drop what is remembered, after activation or settings were changed."""
    memo = _memo.get()
    if memo is not None:
        memo.clear()
