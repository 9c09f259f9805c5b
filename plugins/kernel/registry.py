"""What is loaded in this process, and what was set aside. Free of Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from plugins.kernel.discovery import Discovery, LoadedPlugin, Quarantined
from plugins.kernel.manifest import Contribution
from plugins.kernel.ordering import ordered

logger = structlog.get_logger(__name__)


class UnknownPlugin(LookupError):
    """No plugin of that slug is loaded."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"no plugin {slug!r} is loaded")
        self.slug = slug


@dataclass(frozen=True)
class LoadedContribution:
    """One contribution of one loaded plugin; `key` is the same in every process."""

    plugin: str
    contribution: Contribution

    @property
    def key(self) -> str:
        """`slug/point/name`."""
        return f"{self.plugin}/{self.contribution.point}/{self.contribution.name}"


class Registry:
    """The plugins of this process. One instance, `registry`; tests make others or swap with `using`."""

    def __init__(self, discovery: Discovery | None = None) -> None:
        self._discovery = Discovery()
        self._by_slug: dict[str, LoadedPlugin] = {}
        self._by_point: dict[str, tuple[LoadedContribution, ...]] = {}
        if discovery is not None:
            self.load(discovery)

    def load(self, discovery: Discovery) -> None:
        """Replace everything known by what was discovered."""
        self._discovery = discovery
        self._by_slug = {plugin.slug: plugin for plugin in sorted(discovery.plugins, key=lambda p: p.slug)}
        by_point: dict[str, list[LoadedContribution]] = {}
        for plugin in self._by_slug.values():
            for contribution in plugin.manifest.contributions:
                by_point.setdefault(contribution.point, []).append(LoadedContribution(plugin.slug, contribution))
        self._by_point = {point: ordered(contributions) for point, contributions in by_point.items()}

    @contextmanager
    def using(self, discovery: Discovery) -> Iterator["Registry"]:
        """Load another discovery, and put the former one back at the end. For tests."""
        former = self._discovery
        self.load(discovery)
        try:
            yield self
        finally:
            self.load(former)

    @property
    def plugins(self) -> tuple[LoadedPlugin, ...]:
        """Every loaded plugin, by slug."""
        return tuple(self._by_slug.values())

    @property
    def quarantined(self) -> tuple[Quarantined, ...]:
        """Every plugin that is installed and not used, with its reason."""
        return self._discovery.quarantined

    @property
    def not_allowed(self) -> tuple[str, ...]:
        """Installed plugins that the operator's list leaves out."""
        return self._discovery.not_allowed

    def plugin(self, slug: str) -> LoadedPlugin:
        """The loaded plugin of that slug, else `UnknownPlugin`."""
        try:
            return self._by_slug[slug]
        except KeyError:
            raise UnknownPlugin(slug) from None

    def is_loaded(self, slug: str) -> bool:
        """Whether a plugin of that slug is loaded and not in quarantine."""
        return slug in self._by_slug

    def contributions(self, point: str) -> tuple[LoadedContribution, ...]:
        """All contributions to a point: by `before` and `after`, otherwise by slug, then as declared."""
        return self._by_point.get(point, ())

    def points(self) -> frozenset[str]:
        """The names of all points that loaded plugins contribute to."""
        return frozenset(self._by_point)

    def quarantine(self, slug: str, reason: str) -> None:
        """Stop using a loaded plugin in this process. A slug that is not loaded is ignored."""
        if not self.is_loaded(slug):
            return
        logger.warning("plugin_quarantined", plugin=slug, reason=reason)
        self.load(self._discovery.without(slug, reason))


registry = Registry()
