"""Asking a source for documents so that one object it stumbles over does not hold up the others."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import structlog
from django.db import InterfaceError, OperationalError, transaction

from search.documents import SearchDocument
from search.sources import SearchSource

log = structlog.get_logger(__name__)


@dataclass
class Read:
    """What a source said: documents by object id (none for what is not public), and which objects failed."""

    documents: dict[str, list[SearchDocument]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read(source: SearchSource, object_ids: Sequence[str]) -> Read:
    """The documents of these objects as they are now.

    An error of the source is logged and told for its object only; the database being away is raised.
    """
    try:
        return Read(documents=_documents(source, object_ids))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(object_ids) == 1:
            return _failed(source, object_ids[0], error)
    result = Read()
    for object_id in object_ids:
        single = read(source, [object_id])
        result.documents |= single.documents
        result.errors |= single.errors
    return result


def _documents(source: SearchSource, object_ids: Sequence[str]) -> dict[str, list[SearchDocument]]:
    found: dict[str, list[SearchDocument]] = {object_id: [] for object_id in object_ids}
    with _savepoint():
        for document in source.documents(object_ids):
            found[document.object_id].append(document)
    return found


def _failed(source: SearchSource, object_id: str, error: Exception) -> Read:
    # The kind of error only: its message may quote what somebody wrote.
    name = type(error).__name__
    log.error("search_source_failed", source=source.kind, object_id=object_id, error=name)
    return Read(errors={object_id: name})


def _savepoint() -> AbstractContextManager[object]:
    """Lets a transaction survive an error inside; without one there is nothing to protect, and none is opened
    because on SQLite that would lock out every writer."""
    return transaction.atomic() if transaction.get_connection().in_atomic_block else nullcontext()
