"""The indices of an installation: the one that answers, the one that is being built, and the turn to write.

PREFIX        alias of the index that answers
PREFIX-next   alias of the index that a rebuild fills; changes are written to both until it takes over
PREFIX-v7     an index
PREFIX-turn   one document: who is writing
"""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, ConflictError, Elasticsearch, NotFoundError

from search.engines.base import EngineUnavailableError
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.client import WRITE_TIMEOUT, asking
from search.engines.elasticsearch.layout import REFRESHED, about, misfit, template

log = structlog.get_logger(__name__)

_TURN_TIMEOUT = 5.0  # seconds a node may take to say whose turn it is
_LEASE = 60.0  # seconds after which a turn that was not given back is taken
_PAUSE = 0.05
_TURN = "turn"


@dataclass(frozen=True, slots=True)
class Standing:
    """The names of the index that answers and of the one being built, empty where there is none."""

    current: str
    next: str

    @property
    def targets(self) -> tuple[str, ...]:
        """Where a change must be written."""
        return tuple(filter(None, (self.current, self.next)))


class Indices:
    """Makes, finds, swaps and drops them."""

    def __init__(self, client: Elasticsearch, address: Address) -> None:
        self._client = client.options(request_timeout=WRITE_TIMEOUT)
        self._soon = client.options(request_timeout=_TURN_TIMEOUT)
        self._quick = client
        self._address = address
        self.alias = address.prefix
        self._next = f"{address.prefix}-next"
        self._turn = f"{address.prefix}-turn"
        self._numbered = re.compile(rf"{re.escape(address.prefix)}-v(\d+)")
        self.resumed = False
        """Whether the rebuild that this process last began had been begun before."""
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4()}"

    def standing(self) -> Standing:
        """What there is now."""
        with asking():
            found = self._quick.options(ignore_status=404).indices.get_alias(name=[self.alias, self._next]).body
        holding: dict[str, str] = {}
        for index, facts in found.items():
            for alias in facts.get("aliases", {}) if isinstance(facts, dict) else ():
                holding[alias] = index
        return Standing(holding.get(self.alias, ""), holding.get(self._next, ""))

    def reason_to_rebuild(self) -> str:
        """Why the index that answers cannot be trusted to be complete; empty where it can."""
        standing = self.standing()
        if standing.next:
            return "a rebuild has not finished"
        return self._misfit(standing.current) if standing.current else "the index is new"

    def ensure(self) -> Standing:
        """At least an empty index to write to. Within a turn."""
        standing = self.standing()
        if standing.current:
            return standing
        with asking():
            self._put_template()
            self._create(self._newest() + 1, self.alias)
        return self.standing()

    def begin(self) -> int:
        """The number of the index to fill: a new one, or that of a rebuild that did not end. Within a turn."""
        standing = self.standing()
        self.resumed = False
        with asking():
            if standing.next and self._misfit(standing.next) in ("", "the index is new"):
                self.resumed = True
                return self._number(standing.next)
            if standing.next:  # begun by another version of the program
                self._client.indices.delete(index=standing.next)
            self._put_template()
            number = self._newest() + 1
            self._create(number, self._next)
        return number

    def end(self, number: int) -> None:
        """Let the filled index answer, and drop the others: in one step, so that none is missing at any time."""
        name = f"{self.alias}-v{number}"
        standing = self.standing()
        if standing.next != name:  # somebody else ended it
            return
        with asking():
            self._client.indices.put_settings(index=name, settings={"refresh_interval": REFRESHED})
            self._client.indices.refresh(index=name)
            self._client.indices.put_mapping(index=name, meta=about(complete=True))
            actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self._next}}]
            occupying = standing.current or (self.alias if self._client.indices.exists(index=self.alias) else "")
            if occupying:
                actions.append({"remove_index": {"index": occupying}})
            actions.append({"add": {"index": name, "alias": self.alias}})
            self._client.indices.update_aliases(actions=actions)
            self._drop(index for index in self._all() if index != name)

    def clear(self) -> None:
        """Remove every index."""
        with asking():
            self._drop(self._all())

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """The right to write, for one process at a time. A turn that its owner died with ends by itself."""
        ticket = self._take_turn(patience)
        try:
            yield
        finally:
            try:
                self._soon.options(ignore_status=(404, 409)).delete(
                    index=self._turn, id=_TURN, if_seq_no=ticket[0], if_primary_term=ticket[1]
                )
            except (ApiError, TransportError) as error:
                # It runs out, and this process may take it again before.
                log.warning("search_turn_not_given_back", error=type(error).__name__)

    def _take_turn(self, patience: float) -> tuple[int, int]:
        deadline = time.monotonic() + patience
        while True:
            with asking():
                ticket = self._try_turn()
            if ticket:
                return ticket
            if time.monotonic() > deadline:
                raise EngineUnavailableError("Elasticsearch: somebody else is writing")
            time.sleep(_PAUSE)

    def _try_turn(self) -> tuple[int, int] | None:
        mine = {"owner": self._owner, "until": time.time() + _LEASE}
        try:
            made = self._soon.create(index=self._turn, id=_TURN, document=mine)
            return made["_seq_no"], made["_primary_term"]
        except ConflictError:
            pass
        try:
            held = self._soon.get(index=self._turn, id=_TURN)
            if held["_source"]["owner"] != self._owner and held["_source"]["until"] > time.time():
                return None
            made = self._soon.index(
                index=self._turn,
                id=_TURN,
                document=mine,
                if_seq_no=held["_seq_no"],
                if_primary_term=held["_primary_term"],
            )
        except (NotFoundError, ConflictError):
            return None
        return made["_seq_no"], made["_primary_term"]

    def _put_template(self) -> None:
        body = template(self.alias, self._address.shards, self._address.replicas)
        self._client.indices.put_index_template(name=self.alias, **body)

    def _create(self, number: int, alias: str) -> None:
        mappings = {"_meta": about(complete=False)}
        # Nobody asks an index that is being filled.
        settings = {"refresh_interval": "-1"} if alias == self._next else {}
        try:
            self._client.indices.create(
                index=f"{self.alias}-v{number}", mappings=mappings, settings=settings, aliases={alias: {}}
            )
        except BadRequestError as error:
            raise EngineUnavailableError(
                f"Elasticsearch: no index can be made as {alias}: {error.error}"
            ) from error

    def _misfit(self, index: str) -> str:
        with asking():
            return misfit(self._quick.indices.get_mapping(index=index).body[index]["mappings"])

    def _all(self) -> list[str]:
        found = self._client.options(ignore_status=404).indices.get(
            index=f"{self.alias}-v*", features=["aliases"], expand_wildcards="all"
        )
        return [name for name in found.body if self._numbered.fullmatch(name)]

    def _newest(self) -> int:
        return max(map(self._number, self._all()), default=0)

    def _number(self, index: str) -> int:
        match = self._numbered.fullmatch(index)
        return int(match[1]) if match else 0

    def _drop(self, names: Iterator[str] | list[str]) -> None:
        for name in names:
            self._client.options(ignore_status=404).indices.delete(index=name)
