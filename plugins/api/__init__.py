"""What a plugin may import, and all that it may import of this platform.

Versioned by SemVer as a whole: `API_VERSION`, which a manifest's `requires_api` is compared with. What is in
a module's `__all__` stays for two minor releases after it is announced as going away.

- `plugins.api.manifest`: what a plugin says of itself; Django-free, as `manifest.py` must be
- `plugins.api.extension_points`: where a plugin may add something, and what its handlers are given
- `plugins.api.activation`: where the plugin is on, and its settings there
- `plugins.api.events`: what happens in the record
- `plugins.api.record`: reading the public record, and taking submissions
- `plugins.api.moderation`: what moderators read, and their decisions
- `plugins.api.participation`: which participant a request is from
- `plugins.api.roles`: who may act for an institution
- `plugins.api.limits`: how often somebody may have a mail sent to an address that nobody has confirmed
- `plugins.api.tasks`: work for the worker
- `plugins.api.commands`: management commands that work for one institution at a time
- `plugins.api.search`: making things findable, and asking the engine
- `plugins.api.search_pages`: what other plugins add to a page of search results
- `plugins.api.pages`, `plugins.api.paging`, `plugins.api.rest`, `plugins.api.texts`: parts to make
  pages, lists and API routes of, as the core's are made
"""

from plugins.kernel.version import API_VERSION

__all__ = ["API_VERSION"]
