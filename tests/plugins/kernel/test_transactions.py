"""What a failing handler wrote is undone, and nothing else is. `Group` stands for a plugin's table."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from plugins.kernel.points import ExtensionPoint, PointError, Scope, Timing

PLACE = Scope(institution=UUID(int=1))


@dataclass(frozen=True)
class Event:
    """A context for tests."""


HANDLERS = """
from django.contrib.auth.models import Group
from django.db import transaction

sent = []

def write(context):
    Group.objects.create(name="whole")
    transaction.on_commit(lambda: sent.append("whole"))

def write_and_raise(context):
    Group.objects.create(name="half")
    transaction.on_commit(lambda: sent.append("half"))
    raise ValueError

def break_transaction(context):
    with transaction.atomic(savepoint=False):
        Group.objects.create(name="half")
        raise ValueError

def inner_savepoint(context):
    with transaction.atomic():
        Group.objects.create(name="whole")

def look(context):
    return None
"""


@pytest.fixture
def plug(install, loaded, manifest_of, everywhere):
    """Loads one plugin for each handler named, at point "test.point"."""
    install.module("kvtest_handlers.py", HANDLERS)
    slugs = ("ant", "bee", "cat")

    def load(*handlers):
        loaded(
            *(
                manifest_of(slug, ("test.point", f"kvtest_handlers:{handler}"))
                for slug, handler in zip(slugs, handlers, strict=False)
            )
        )

    return load


def dispatch(timing=Timing.IN_TRANSACTION):
    """Tell the event to whoever listens."""
    ExtensionPoint("test.point", Event, str, timing=timing, declare=False, doc="For a test.").dispatch(
        Event(), PLACE
    )


def groups():
    """The names of all groups, sorted; those that institutions brought along left out."""
    return sorted(Group.objects.filter(name__in=["core", "half", "whole"]).values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failing", ["write_and_raise", "break_transaction"])
def test_failing_handler_leaves_no_row_and_no_callback_while_others_stay(plug, failing):
    plug("write", failing)
    with transaction.atomic():
        Group.objects.create(name="core")
        dispatch()
        assert connection.needs_rollback is False
    import kvtest_handlers

    assert groups() == ["core", "whole"]
    assert kvtest_handlers.sent == ["whole"]


@pytest.mark.django_db(transaction=True)
def test_handler_with_a_savepoint_of_its_own_is_kept(plug):
    plug("inner_savepoint", "write_and_raise")
    with transaction.atomic():
        dispatch()
    assert groups() == ["whole"]


@pytest.mark.django_db(transaction=True)
def test_transaction_that_fails_later_takes_the_handlers_rows_along(plug):
    plug("write")
    with transaction.atomic():
        dispatch()
        transaction.set_rollback(True)
    assert groups() == []


@pytest.mark.django_db
def test_handler_that_only_looks_costs_no_query(plug, django_assert_num_queries):
    plug("look", "look")
    dispatch()
    with django_assert_num_queries(0):
        dispatch()


@pytest.mark.django_db
def test_handler_that_writes_costs_a_savepoint_and_its_release(plug, django_assert_num_queries):
    plug("write")
    with django_assert_num_queries(3):
        dispatch()


@pytest.mark.django_db(transaction=True)
def test_in_transaction_point_outside_of_a_transaction_is_the_cores_mistake(plug):
    plug("write")
    with pytest.raises(PointError, match="outside of a transaction"):
        dispatch()


@pytest.mark.django_db(transaction=True)
def test_after_commit_handlers_have_transactions_of_their_own(plug):
    plug("write_and_raise", "write")
    dispatch(Timing.AFTER_COMMIT)
    assert groups() == ["whole"]


@pytest.fixture
def statements(transactional_db):
    """What SQLite is told, from now on."""
    told = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(told.append)
    yield told
    connection.connection.set_trace_callback(None)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("handler", ["write", "inner_savepoint", "write_and_raise"])
def test_handler_after_the_commit_locks_the_database_with_its_first_query(plug, statements, handler):
    plug(handler)
    dispatch(Timing.AFTER_COMMIT)
    begun = [words for words in statements if words.startswith(("BEGIN", "ROLLBACK", "COMMIT"))]
    # What comes later is the failure being written down, which is not done for each.
    assert begun[:4] == ["BEGIN", "ROLLBACK", "BEGIN IMMEDIATE", "ROLLBACK" if "raise" in handler else "COMMIT"]
    first_write = next(number for number, words in enumerate(statements) if words.startswith("INSERT"))
    assert statements.index("BEGIN IMMEDIATE") < first_write
    assert groups() == ([] if "raise" in handler else ["whole"])
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.sqlite_only
def test_handler_after_the_commit_that_only_looks_locks_nothing(plug, statements):
    plug("look")
    dispatch(Timing.AFTER_COMMIT)
    assert statements == ["BEGIN", "COMMIT"]
