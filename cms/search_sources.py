"""The search room meets the plugins' search sources here, because neither knows the other."""

from consultations.extension_points import SEARCH_SOURCE
from plugins.kernel.registry import registry
from search import sources


def register_search_sources() -> None:
    """Register every source that loaded plugins contribute.

    A plugin whose source is none, or claims a kind that another plugin's source has, is quarantined.
    """
    taken: dict[str, str] = {}
    for resolved in SEARCH_SOURCE.collect():
        source, plugin = resolved.value, resolved.plugin
        kind = getattr(source, "kind", None)
        usable = isinstance(kind, str) and all(
            callable(getattr(source, method, None)) for method in ("documents", "object_ids")
        )
        if not usable:
            registry.quarantine(plugin, f"search.source {resolved.loaded.contribution.handler}: not a search source")
        elif taken.setdefault(kind, plugin) != plugin:
            registry.quarantine(plugin, f"search.source: things of kind {kind!r} are plugin {taken[kind]!r}'s")
        else:
            sources.register(source)
