"""Looking at every contribution at once, as `manage.py plugins check` does before a site is served."""

from plugins.kernel.invoking import resolve
from plugins.kernel.locating import described
from plugins.kernel.migrating import migration_objections
from plugins.kernel.points import declared
from plugins.kernel.registry import LoadedContribution, registry
from plugins.kernel.urls import admin_menu, admin_urlpatterns, api_urlpatterns, site_urlpatterns


def objections() -> list[tuple[str, str]]:
    """(slug, what is wrong) of everything in quarantine, and of every contribution and migration that will not do.

    Imports all handlers and builds all URLs, which may bring further plugins into quarantine.
    """
    for build in (site_urlpatterns, api_urlpatterns, admin_urlpatterns, admin_menu):
        build()
    found = [
        (plugin.slug, reason)
        for plugin in registry.plugins
        for contribution in plugin.manifest.contributions
        if (reason := _objection(LoadedContribution(plugin.slug, contribution)))
    ]
    found += [(failed.slug, failed.reason) for failed in migration_objections()]
    return sorted([*found, *((entry.slug, entry.reason) for entry in registry.quarantined)])


def _objection(loaded: LoadedContribution) -> str:
    handler = loaded.contribution.handler
    if not handler:
        return ""
    try:
        found = resolve(handler)
    except Exception as error:
        return f"{loaded.contribution.point} {handler}: cannot be imported: {described(error)}"
    point = declared().get(loaded.contribution.point)
    if point is not None and point.is_called and not callable(found):
        return f"{loaded.contribution.point} {handler}: is a {type(found).__name__} and cannot be called"
    return ""
