"""Manifests loaded for one test, and the real gate."""

import pytest

from plugins.kernel.discovery import Discovery, LoadedPlugin, Quarantined
from plugins.kernel.manifest import PluginManifest, SettingField
from plugins.kernel.registry import registry

LABEL = {"en": "Label"}
SETTINGS = (
    SettingField(name="live", kind="bool", default=True, label=LABEL),
    SettingField(name="limit", kind="int", default=10, minimum=1, maximum=50, label=LABEL),
    SettingField(
        name="mode", kind="choice", default="pre", label=LABEL, choices=(("pre", LABEL), ("post", LABEL))
    ),
)


def manifest(slug, **fields):
    """A plugin that contributes nothing."""
    return PluginManifest(
        **(
            {
                "slug": slug,
                "version": "1.0",
                "requires_api": ">=1",
                "app": f"kvtest_{slug}",
                "name": {"en": slug},
                "description": {"en": slug},
            }
            | fields
        )
    )


@pytest.fixture(autouse=True)
def plugins():
    """Three plugins: `polls` on by default, `shy` off by default, `whole` for institutions only."""
    manifests = (
        manifest("polls", settings=SETTINGS),
        manifest("shy", permitted_by_default=False, enabled_by_default=False),
        manifest("whole", scopes=("institution",)),
    )
    discovery = Discovery(
        plugins=tuple(LoadedPlugin(made.slug, made, "kvtest 1.0") for made in manifests),
        quarantined=(Quarantined("broken", "kvtest 1.0", "it fell apart"),),
        not_allowed=("stranger",),
    )
    with registry.using(discovery):
        yield
