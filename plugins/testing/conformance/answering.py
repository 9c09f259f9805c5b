"""Does everything answer, and in a number of queries that does not grow with the data?"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plugins.kernel import gate
from plugins.testing.conformance.contexts import answers, askers, sources
from plugins.testing.conformance.subject import Subject
from plugins.testing.conformance.visiting import ADMIN, PUBLIC, client_at, visits
from plugins.testing.world import World

SMALL, LARGE = 3, 30
BOOKKEEPING = ("plugin_kernel_", "SAVEPOINT")


def failing(subject: Subject, world: World, operator: Any) -> list[str]:
    """Handlers that raise or answer with what their point does not take, and addresses that answer 5xx."""
    found = [answer.error for answer in answers(subject, world, operator) if answer.error]
    for user, points in ((None, PUBLIC), (operator, ADMIN)):
        client = client_at(None, user)
        found += [
            f"{visit.path} answers {visit.status}"
            for visit in visits(client, subject, world, points)
            if visit.status >= 500
        ]
    return found


def growing(subject: Subject, operator: Any) -> list[str]:
    """What takes more queries for thirty submissions, provisions and things of the plugin than for three.

    Every handler, search source and address is asked twice in each world: what is remembered for the process
    is remembered the first time. An address that only the large world has is compared with nothing.
    """
    few = _queries_of(subject, subject.world("small", size=SMALL), operator)
    many = _queries_of(subject, subject.world("large", size=LARGE), operator)
    return [
        f"{where} takes {few[where]} queries for {SMALL} and {number} for {LARGE}"
        for where, number in many.items()
        if number > few.get(where, number)
    ]


def _queries_of(subject: Subject, world: World, operator: Any) -> dict[str, int]:
    return _of_handlers(subject, world, operator) | _of_addresses(subject, world, operator)


def _of_handlers(subject: Subject, world: World, operator: Any) -> dict[str, int]:
    counted = {}
    for asker in askers(subject):
        counted[asker.key] = _queries(asker.prepared(world, operator))
    for source in sources(subject):
        counted[f"search source {source.kind}"] = _queries(partial(_describe, source, _ids_of(source, world)))
    return counted


def _ids_of(source: Any, world: World) -> list[str]:
    """The source's objects that are of the world's institution."""
    found = source.documents(list(source.object_ids()))
    return list(dict.fromkeys(one.object_id for one in found if one.institution == str(world.institution.uuid)))


def _describe(source: Any, object_ids: list[str]) -> None:
    for _document in source.documents(object_ids):
        continue


def _of_addresses(subject: Subject, world: World, operator: Any) -> dict[str, int]:
    """Queries by the address's place in the list: the same address has other arguments in the other world."""
    counted = {}
    for user, points in ((None, PUBLIC), (operator, ADMIN)):
        client = client_at(world.institution, user)
        list(visits(client, subject, world, points))
        visiting = visits(client, subject, world, points)
        number = 0
        while True:
            with CaptureQueriesContext(connection) as captured:
                visit = next(visiting, None)
            if visit is None:
                break
            counted[_the_same_everywhere(visit.path, world, number)] = _own(captured)
            number += 1
    return counted


def _the_same_everywhere(path: str, world: World, number: int) -> str:
    """An address under a name that is the same in every world: uuids and the institution's slug left out."""
    parts = (
        "…" if part == world.institution.slug or (len(part) == 36 and part.count("-") == 4) else part
        for part in path.split("/")
    )
    return f"{'/'.join(parts)} (address {number + 1})"


def _queries(ask: Callable[[], object]) -> int:
    with gate.fresh():
        ask()
    with gate.fresh(), CaptureQueriesContext(connection) as captured:
        ask()
    return _own(captured)


def _own(captured: CaptureQueriesContext) -> int:
    """How many there were, without the platform's own notes on plugins, which it writes now and then."""
    return sum(not any(sign in query["sql"] for sign in BOOKKEEPING) for query in captured)
