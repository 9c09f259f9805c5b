"""A savepoint that costs a handler nothing unless it touches the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import Error as DatabaseError
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def undone_on_error() -> Iterator[None]:
    """Undo what the block wrote if it raises; the transaction around it goes on.

    Inside a transaction the savepoint is set by the block's first query, so that handlers which only look
    at their context add no round trip. Callbacks the block left for after the commit are dropped with its
    rows. Outside of a transaction the block gets one of its own, which locks nothing before its first query.
    An error is raised on.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        with _own_transaction(connection):
            yield
        return
    savepoint: str | None = None
    waiting = True
    callbacks = len(connection.run_on_commit)

    def set_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal savepoint, waiting
        if waiting:
            waiting = False
            savepoint = connection.savepoint()
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(set_first):
            yield
    except BaseException:
        # A nested block may have marked the transaction as broken; going back to the savepoint mends it.
        transaction.set_rollback(False)
        if savepoint is not None:
            _go_back(connection, savepoint)
        del connection.run_on_commit[callbacks:]
        raise
    if savepoint is not None:
        connection.savepoint_commit(savepoint)


@contextmanager
def _own_transaction(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A transaction around the block.

    SQLite, as the settings have it, takes the lock of the only writer with BEGIN. A handler that asks a foreign
    server before it writes must not hold it meanwhile: the lock is taken by the first query.
    """
    mode = getattr(connection, "transaction_mode", None)
    if mode is None:
        with transaction.atomic():
            yield
        return
    locked = False

    def lock_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal locked
        if not locked:
            locked = True
            # Nothing was read or written yet: to begin anew loses nothing, and waits for its turn.
            try:
                with connection.wrap_database_errors:
                    connection.connection.execute("ROLLBACK")
                    connection.connection.execute(f"BEGIN {mode}")
            except DatabaseError:
                connection.needs_rollback = True  # there is no transaction: nothing may be written on
                raise
        return execute(sql, params, many, context)

    connection.transaction_mode = None  # type: ignore[attr-defined]
    atomic = transaction.atomic()
    try:
        atomic.__enter__()
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]
    try:
        with connection.execute_wrapper(lock_first):
            yield
    except BaseException as error:
        atomic.__exit__(type(error), error, error.__traceback__)
        raise
    atomic.__exit__(None, None, None)


def _go_back(connection: BaseDatabaseWrapper, savepoint: str) -> None:
    try:
        connection.savepoint_rollback(savepoint)
        connection.savepoint_commit(savepoint)
    except DatabaseError:
        # The savepoint is out of reach (a lost connection): the whole transaction has to go.
        transaction.set_rollback(True)
