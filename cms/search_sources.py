"""The search room meets the plugins' search sources here, because neither knows the other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from consultations.activation import switching
from consultations.extension_points import SEARCH_FACET, SEARCH_SOURCE
from consultations.models import Institution
from plugins.kernel import gate
from plugins.kernel.registry import registry
from plugins.kernel.scope import Scope
from search import facets, outbox, sources
from search.documents import FACETS, SearchDocument

_FACET = re.compile(r"[a-z][a-z0-9_]{1,40}")


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
            return [document for document in found if gate.is_active(self.plugin, _scope(document))]

    def object_ids(self) -> Iterator[str]:
        """All of the source's."""
        return self.source.object_ids()


def _scope(document: SearchDocument) -> Scope:
    consultation = UUID(document.consultation) if document.consultation else None
    return Scope(UUID(document.institution), consultation)


def read_again(plugin: str, institution: Institution) -> None:
    """After a plugin was switched somewhere: have all its things read again, so that the index follows."""
    for source in sources.registered():
        if isinstance(source, GatedSource) and source.plugin == plugin:
            outbox.enqueue_many(source.kind, source.object_ids())
