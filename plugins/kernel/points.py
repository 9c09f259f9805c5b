"""Extension points: where plugins may add something, how their answers combine, and what a failure does.

A point is declared once, at module level, by the core. Declaring it makes its name known; a manifest that
names any other is quarantined, so that a mistyped point is never silence.
"""

import difflib
import operator
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import transaction

from plugins.kernel import gate
from plugins.kernel.invoking import HandlerError, Outcome, invoke, resolve
from plugins.kernel.locating import described
from plugins.kernel.manifest import Contribution
from plugins.kernel.ordering import circles
from plugins.kernel.registry import LoadedContribution, Registry, registry
from plugins.kernel.scope import PORTAL, Scope
from plugins.kernel.verdicts import Decision, Verdict, heaviest

__all__ = [
    "PORTAL",
    "Combine",
    "Decision",
    "ExtensionPoint",
    "OnFailure",
    "PointError",
    "Resolved",
    "Scope",
    "Timing",
    "Verdict",
    "declared",
    "heaviest",
    "quarantine_misfits",
]

C = TypeVar("C")
R = TypeVar("R")


class PointError(Exception):
    """An extension point used or declared wrongly by the core. A mistake of ours, never a plugin's."""


class Combine(StrEnum):
    """How the answers of several handlers become what `dispatch` returns. None is no answer."""

    ALL = "all"
    """Every answer, in order."""
    FIRST = "first"
    """The first answer alone; later handlers are not asked."""
    CHAIN = "chain"
    """Each handler gets what the one before returned; one element, the last value."""
    VETO = "veto"
    """Verdicts, up to the first refusal; `heaviest` says which decides."""
    MERGE = "merge"
    """Mappings, merged into exactly one; values under the same key are joined with `+`."""


class Timing(StrEnum):
    """When handlers run."""

    REQUEST = "request"
    """While a page or an answer is made; handlers only read."""
    IN_TRANSACTION = "in_transaction"
    """Inside the core's transaction; what a failing handler wrote is undone, the rest stands."""
    AFTER_COMMIT = "after_commit"
    """By the worker, when the core's transaction is safe; each handler in a transaction of its own."""
    START = "start"
    """Once, at start-up: the handler is an object to be collected, not called. `collect`, not `dispatch`."""


class OnFailure(StrEnum):
    """What becomes of an exception in a handler. Database errors are always raised on."""

    ISOLATE = "isolate"
    """Go on without it."""
    HOLD = "hold"
    """Go on as if it had said "hold": a check that could not check lets nothing through."""


class Resolved(typing.NamedTuple):
    """A contribution to a START point with the object its handler names (None where it has no handler)."""

    loaded: LoadedContribution
    value: Any

    @property
    def plugin(self) -> str:
        """The slug of the plugin."""
        return self.loaded.plugin

    @property
    def options(self) -> Mapping[str, Any]:
        """The contribution's options."""
        return self.loaded.contribution.options


_declared: dict[str, "ExtensionPoint[Any, Any]"] = {}


def declared() -> Mapping[str, "ExtensionPoint[Any, Any]"]:
    """Every declared point by name."""
    return types.MappingProxyType(_declared)


class ExtensionPoint(Generic[C, R]):
    """One place where plugins may add something.

    `context` is the class handlers are given an instance of; `result` what they return (a class or a
    generic alias of one; anything else is not checked). `options` are the names a contribution's options
    may have, None for any. `handler_required` False lets a contribution consist of options alone.
    `declare` False keeps the point out of the list of known ones (tests).
    `encode` makes JSON of a context and `decode` a context of it: with them an AFTER_COMMIT handler that
    fails is called again by the worker, alone (`plugins.kernel.deliveries`); `decode` returns None where there
    is nothing to do any more. `check_options` raises ValueError for options that cannot be meant, with what to
    mend: the plugin is quarantined.
    """

    def __init__(
        self,
        name: str,
        context: type[C],
        result: Any,
        *,
        doc: str,
        combine: Combine = Combine.ALL,
        timing: Timing = Timing.REQUEST,
        on_failure: OnFailure = OnFailure.ISOLATE,
        options: frozenset[str] | None = None,
        handler_required: bool = True,
        declare: bool = True,
        encode: Callable[[C], dict[str, Any]] | None = None,
        decode: Callable[[dict[str, Any]], C | None] | None = None,
        check_options: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> None:
        self.name = name
        self.context = context
        self.result = result
        self.doc = doc
        self.combine = combine
        self.timing = timing
        self.on_failure = on_failure
        self.options = options
        self.handler_required = handler_required
        self.encode = encode
        self.decode = decode
        self.check_options = check_options
        self._check_declaration()
        if declare:
            if name in _declared:
                raise PointError(f"extension point {name!r} is declared twice")
            _declared[name] = self

    def __repr__(self) -> str:
        return f"<ExtensionPoint {self.name}>"

    @property
    def is_called(self) -> bool:
        """Whether handlers are called at dispatch; at START points they are collected as they are."""
        return self.timing is not Timing.START

    def _check_declaration(self) -> None:
        if not self.doc.strip():
            raise PointError(f"extension point {self.name!r} has no documentation")
        if (self.combine is Combine.VETO) != (self.result is Verdict):
            raise PointError(f"extension point {self.name!r}: a veto, and only a veto, answers with Verdict")
        if self.on_failure is OnFailure.HOLD and self.combine is not Combine.VETO:
            raise PointError(f"extension point {self.name!r}: only a veto can hold")
        if self.combine is Combine.MERGE and not isinstance(self._merged_type(), type):
            raise PointError(f"extension point {self.name!r}: a merge answers with dict[key class, value class]")
        if self.encode is not None and (self.decode is None or self.timing is not Timing.AFTER_COMMIT):
            raise PointError(f"extension point {self.name!r}: what is encoded after a commit is decoded again")

    def contributions(self, scope: Scope) -> list[LoadedContribution]:
        """The contributions that are active in that place, in the order in which they run."""
        contributions = registry.contributions(self.name)
        if not contributions:
            return []
        active = gate.active_slugs(scope)
        return [loaded for loaded in contributions if loaded.plugin in active]

    def dispatch(self, context: C, scope: Scope) -> list[R]:
        """Ask every active handler and combine the answers as the point declares.

        Only database errors get out of here. `PointError` where the point is not to be dispatched so.
        At a point with `encode` nothing is returned, and a handler that fails is left to the worker.
        """
        if not self.is_called:
            raise PointError(f"{self.name!r} is collected at start-up, not dispatched")
        if not isinstance(context, self.context):
            raise PointError(f"{self.name!r} takes {self.context.__name__}, not {type(context).__name__}")
        contributions = self.contributions(scope)
        if not contributions:
            return _nothing(self, context)
        if self.timing is Timing.IN_TRANSACTION and not transaction.get_connection().in_atomic_block:
            raise PointError(f"{self.name!r} is dispatched outside of a transaction")
        if self.encode is not None:
            from plugins.kernel import deliveries  # needs Django's models, this module is imported earlier

            deliveries.tell(self, context, scope, contributions)
            return []
        return _COMBINERS[self.combine](self, context, scope, contributions)

    def ask(self, loaded: LoadedContribution, context: C, scope: Scope) -> Outcome[R]:
        """Call one handler; what it raises is isolated, counted and told in the outcome."""
        return invoke(loaded, scope, lambda handler: self._checked(handler(context)), undo=self.timing in _WRITING)

    def collect(self) -> list[Resolved]:
        """What all loaded plugins contribute to a START point, active or not.

        A plugin whose handler cannot be imported is quarantined.
        """
        collected = []
        for loaded in registry.contributions(self.name):
            handler = loaded.contribution.handler
            try:
                collected.append(Resolved(loaded, resolve(handler) if handler else None))
            except Exception as error:
                reason = f"{self.name} {handler}: cannot be imported: {described(error)}"
                registry.quarantine(loaded.plugin, reason)
        return collected

    def _checked(self, value: Any) -> Any:
        if value is None and self.combine is not Combine.VETO:
            return None
        expected = typing.get_origin(self.result) or self.result
        if isinstance(expected, type) and not isinstance(value, expected):
            raise HandlerError(f"{self.name} takes {expected.__name__}, not {type(value).__name__}")
        if self.combine is Combine.MERGE:
            for item in value.values():
                if not isinstance(item, self._merged_type()):
                    raise HandlerError(f"{self.name} takes no {type(item).__name__} as a value")
        return value

    def _merged_type(self) -> Any:
        """The class of a merge's values: two plugins' values for one key must be fit to be joined."""
        return (*typing.get_args(self.result), None, None)[1]


_WRITING = (Timing.IN_TRANSACTION, Timing.AFTER_COMMIT)


def _nothing(point: ExtensionPoint[Any, Any], context: Any) -> list[Any]:
    """What `dispatch` returns where no plugin is active."""
    if point.combine is Combine.CHAIN:
        return [context]
    return [{}] if point.combine is Combine.MERGE else []


def _all(point: Any, context: Any, scope: Scope, contributions: list[LoadedContribution]) -> list[Any]:
    outcomes = [point.ask(loaded, context, scope) for loaded in contributions]
    return [outcome.value for outcome in outcomes if outcome.answered and outcome.value is not None]


def _first(point: Any, context: Any, scope: Scope, contributions: list[LoadedContribution]) -> list[Any]:
    for loaded in contributions:
        outcome = point.ask(loaded, context, scope)
        if outcome.answered and outcome.value is not None:
            return [outcome.value]
    return []


def _chain(point: Any, context: Any, scope: Scope, contributions: list[LoadedContribution]) -> list[Any]:
    for loaded in contributions:
        outcome = point.ask(loaded, context, scope)
        if outcome.answered and outcome.value is not None:
            context = outcome.value
    return [context]


def _veto(point: Any, context: Any, scope: Scope, contributions: list[LoadedContribution]) -> list[Any]:
    verdicts: list[Verdict] = []
    for loaded in contributions:
        outcome = point.ask(loaded, context, scope)
        if outcome.answered:
            verdict = outcome.value
            verdicts.append(Verdict(verdict.decision, verdict.message, verdict.reason, plugin=loaded.plugin))
        elif point.on_failure is OnFailure.HOLD:
            verdicts.append(Verdict(Decision.HOLD, reason="check_failed", plugin=loaded.plugin))
        if verdicts and verdicts[-1].decision is Decision.REFUSE:
            break
    return verdicts


def _merge(point: Any, context: Any, scope: Scope, contributions: list[LoadedContribution]) -> list[Any]:
    merged: dict[Any, Any] = {}
    for mapping in _all(point, context, scope, contributions):
        for key, value in mapping.items():
            merged[key] = operator.add(merged[key], value) if key in merged else value
    return [merged]


_COMBINERS: Mapping[Combine, Callable[..., list[Any]]] = {
    Combine.ALL: _all,
    Combine.FIRST: _first,
    Combine.CHAIN: _chain,
    Combine.VETO: _veto,
    Combine.MERGE: _merge,
}


def quarantine_misfits(plugins: Registry) -> None:
    """Quarantine each plugin with a contribution that its point does not take, or whose order is a circle."""
    for plugin in plugins.plugins:
        for loaded in plugin.manifest.contributions:
            reason = _misfit(loaded)
            if reason:
                plugins.quarantine(plugin.slug, f"{reason}{_where(loaded)}")
                break
    for point in sorted(plugins.points()):
        for slug, circle in circles(plugins.contributions(point)).items():
            reason = f"its order at {point!r} goes in a circle: {circle}. Mend `before` or `after`"
            plugins.quarantine(slug, reason)


def _misfit(loaded: Contribution) -> str:
    point = _declared.get(loaded.point)
    if point is None:
        close = difflib.get_close_matches(loaded.point, _declared, n=1)
        hint = f", did you mean {close[0]!r}?" if close else ""
        return f"there is no extension point {loaded.point!r}{hint}"
    if point.handler_required and not loaded.handler:
        return f"its contribution to {loaded.point!r} has no handler"
    if point.options is not None and not set(loaded.options) <= point.options:
        unknown = ", ".join(sorted(set(loaded.options) - point.options))
        known = ", ".join(sorted(point.options)) or "none"
        return f"its contribution to {loaded.point!r} has unknown options: {unknown} (known: {known})"
    try:
        if point.check_options is not None:
            point.check_options(loaded.options)
    except ValueError as error:
        return f"its contribution to {loaded.point!r} has options that cannot be meant: {error}"
    return ""


def _where(loaded: Contribution) -> str:
    return f" ({loaded.declared_at})" if loaded.declared_at else ""
