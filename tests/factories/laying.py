"""What every test of a module begins with, made once for them all.

An institution with its pages takes longer to set up than most tests take. A module's own fixture lays it with
`lay`, inside a transaction that the tests' own transactions are nested in: each test undoes what it did, and
what was laid goes with the module. Not for modules with tests that commit.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
import pytest_django
from django.core.cache import cache
from django.db import transaction

Laid = TypeVar("Laid")


@pytest.fixture(scope="module")
def lay(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[Callable[[Callable[[], Laid]], Laid]]:
    """`lay(make)`: what `make` returns, and what it wrote stays for all tests of the module.

    Ask for it from a fixture of the module with `autouse=True`: all tests begin alike then, in any order.
    """
    around: Any = transaction.atomic()
    around._from_testcase = True  # as Django's own: what has to be outermost may be directly inside
    with django_db_blocker.unblock():
        around.__enter__()

    def made(make: Callable[[], Laid]) -> Laid:
        with django_db_blocker.unblock():
            laid = make()
            cache.clear()
        return laid

    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def fresh(laid: Laid) -> Laid:
    """A copy for one test, which may change it."""
    return copy.deepcopy(laid)
