"""Calling one handler of one plugin: resolved late, guarded, counted, never trusted."""

import difflib
import importlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.utils.translation import activate, get_language

from plugins.kernel.breaker import breaker
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.savepoints import undone_on_error
from plugins.kernel.scope import Scope
from plugins.kernel.timings import Watch

R = TypeVar("R")


class HandlerError(Exception):
    """A handler that cannot be found, or that answered with something its point does not take."""


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What came of calling one handler: a value, an error, or nothing because the breaker is open."""

    contribution: LoadedContribution
    value: R | None = None
    error: BaseException | None = None
    skipped: bool = False

    @property
    def answered(self) -> bool:
        """Whether the handler ran to its end."""
        return self.error is None and not self.skipped


@lru_cache(maxsize=1024)
def resolve(handler: str) -> Any:
    """The object that `"package.module:attribute"` names.

    Raises what importing it raises (each time anew), `HandlerError` where there is no such attribute.
    """
    module_name, _, path = handler.partition(":")
    try:
        found: Any = importlib.import_module(module_name)
    except SystemExit as error:
        raise HandlerError(f"{module_name} wants to exit when imported") from error
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError as error:
            close = difflib.get_close_matches(part, dir(found), n=1)
            hint = f", did you mean {close[0]!r}?" if close else ""
            raise HandlerError(f"{module_name} has no {path!r}{hint}") from error
    return found


def invoke(
    loaded: LoadedContribution,
    scope: Scope,
    call: Callable[[Any], R],
    *,
    undo: bool = False,
) -> Outcome[R]:
    """Resolve the handler and give it to `call`; isolate what it raises, except database errors.

    `undo`: what the handler wrote before it raised is rolled back, what others wrote stays.
    A database error is counted as the plugin's own unless the database itself is in trouble, and raised on.
    How long it took and how many queries it made is noted (`plugins.kernel.timings`).
    """
    if not breaker.allows(loaded.plugin, scope.institution):
        return Outcome(loaded, skipped=True)
    watch, language = Watch(), get_language()
    try:
        handler = resolve(loaded.contribution.handler)
        with watch, undone_on_error() if undo else nullcontext():
            value = call(handler)
    except DatabaseError as error:
        if not isinstance(error, OperationalError | InterfaceError):
            failed(loaded, scope, error)
        raise
    except (Exception, SystemExit) as error:
        failed(loaded, scope, error)
        return Outcome(loaded, error=error)
    finally:
        watch.note(loaded.plugin, loaded.key)
        if language is not None and get_language() != language:
            activate(language)  # or the rest of the page would be in the language the handler left
    succeeded(loaded, scope)
    return Outcome(loaded, value=value)


def failed(loaded: LoadedContribution, scope: Scope, error: BaseException) -> None:
    """Count a failure and write it down."""
    from plugins.kernel import failures  # needs Django's models, this module is imported earlier

    opened = breaker.failed(loaded.plugin, scope.institution, loaded.key)
    failures.record(
        error, plugin=loaded.plugin, institution=scope.institution, contribution=loaded.key, opened=opened
    )


def succeeded(loaded: LoadedContribution, scope: Scope) -> None:
    """Note a success; tell operators if it closed an open breaker."""
    if breaker.succeeded(loaded.plugin, scope.institution, loaded.key):
        from plugins.kernel import failures

        failures.closed(loaded.plugin, scope.institution)
