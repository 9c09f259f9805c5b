"""What a plugin's `manifest.py` is made of. Free of Django: settings read manifests before Django starts."""

from plugins.kernel.manifest import (
    Contribution,
    ManifestError,
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
)

__all__ = [
    "Contribution",
    "ManifestError",
    "PermissionDeclaration",
    "PersonalDataDeclaration",
    "PluginManifest",
    "SettingField",
]
