"""The search room meets the plugins' search sources here, because neither knows the other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from consultations.activation import switching
from consultations.extension_points import SEARCH_FACET, SEARCH_SOURCE
from consultations.extension_points.submissions import FieldValue
from consultations.models import Institution
from consultations.selectors.form_fields import field_values
from plugins.kernel import gate
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.scope import Scope
from search import facets, outbox, sources
from search.documents import FACETS, SearchDocument

_FACET = re.compile(r"[a-z][a-z0-9_]{1,40}")
SUBMISSION = "submission"
"""The kind of the record's submissions, by their uuid, whichever plugin makes them findable."""

LONGEST_VALUE = 120
"""Characters: what is longer is a text and no value to filter by."""


def register_search_sources() -> None:
    """Register every source that loaded plugins contribute.

    A plugin whose source is none, or claims a kind that another plugin's source has, is quarantined.
    """
    taken: dict[str, str] = {}
    for resolved in SEARCH_SOURCE.collect():
        source, plugin = resolved.value, resolved.plugin
        kind = getattr(source, "kind", None)
        methods = all(callable(getattr(source, method, None)) for method in ("documents", "object_ids"))
        if not isinstance(kind, str) or not methods:
            registry.quarantine(
                plugin, f"search.source {resolved.loaded.contribution.handler}: not a search source"
            )
        elif taken.setdefault(kind, plugin) != plugin:
            registry.quarantine(plugin, f"search.source: things of kind {kind!r} are plugin {taken[kind]!r}'s")
        else:
            sources.register(GatedSource(plugin, source))
    _register_search_facets()
    switching.listen(read_again)


def _register_search_facets() -> None:
    """Count and filter by what loaded plugins contribute; a plugin whose facet cannot be, is quarantined."""
    taken: dict[str, str] = {}
    for resolved in SEARCH_FACET.collect():
        name, label, plugin = resolved.options.get("name"), resolved.options.get("label"), resolved.plugin
        if not isinstance(name, str) or not _FACET.fullmatch(name) or not isinstance(label, Mapping):
            registry.quarantine(plugin, "search.facet: needs a name of small letters, digits and _, and labels")
        elif not isinstance(resolved.options.get("field", ""), str):
            registry.quarantine(plugin, f"search.facet {name}: field is the name of a form field of the plugin's")
        elif not callable(resolved.value):
            registry.quarantine(plugin, f"search.facet {name}: its handler names the values, and is no function")
        elif name in FACETS or taken.setdefault(name, plugin) != plugin:
            owner = taken.get(name, "the core")
            registry.quarantine(plugin, f"search.facet: facet {name!r} is {owner}'s")
        else:
            facets.register(name)


class GatedSource:
    """A plugin's source: what it has where the plugin is off is not public."""

    def __init__(self, plugin: str, source: sources.SearchSource) -> None:
        self.plugin = plugin
        self.source = source
        self.kind = source.kind

    def documents(self, object_ids: Sequence[str]) -> list[SearchDocument]:
        """The source's documents from places where its plugin is on."""
        found = list(self.source.documents(object_ids))
        with gate.fresh():
            there = [document for document in found if gate.is_active(self.plugin, _scope(document))]
            return with_fields(there) if self.kind == SUBMISSION else there

    def object_ids(self) -> Iterator[str]:
        """All of the source's."""
        return self.source.object_ids()


def with_fields(documents: list[SearchDocument]) -> list[SearchDocument]:
    """Submissions with what is public of the form fields that plugins have made facets of.

    Two or three queries for each such facet, none without one. Nothing of plugins that are off there.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for loaded in _facets_of_fields() if documents else ():
        options = loaded.contribution.options
        entered = field_values(loaded.plugin, [UUID(document.object_id) for document in documents])
        for uuid, values in entered.items():
            if options["field"] in values:
                found.setdefault(str(uuid), {})[str(options["name"])] = _facet_values(values[options["field"]])
    return [replace(one, facets={**one.facets, **found.get(one.object_id, {})}) for one in documents]


def _facets_of_fields() -> list[LoadedContribution]:
    facets = registry.contributions(SEARCH_FACET.name)
    return [loaded for loaded in facets if loaded.contribution.options.get("field")]


def _facet_values(value: FieldValue) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [str(value).lower() if isinstance(value, bool) else str(value)]
    return tuple(one for one in given if len(one) <= LONGEST_VALUE)


def _scope(document: SearchDocument) -> Scope:
    consultation = UUID(document.consultation) if document.consultation else None
    return Scope(UUID(document.institution), consultation)


def read_again(plugin: str, institution: Institution) -> None:
    """After a plugin was switched somewhere: have all its things read again, so that the index follows.

    And the submissions, if they are found by a form field of its.
    """
    of_field = any(loaded.plugin == plugin for loaded in _facets_of_fields())
    for source in sources.registered():
        if isinstance(source, GatedSource) and (
            source.plugin == plugin or (of_field and source.kind == SUBMISSION)
        ):
            outbox.enqueue_many(source.kind, source.object_ids())
