"""What a plugin's `manifest.py` is made of. Free of Django: settings read manifests before Django starts."""

from plugins.kernel.manifest import (
    ROLES,
    Contribution,
    ManifestError,
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
)

__all__ = [
    "ROLES",
    "Contribution",
    "ManifestError",
    "PermissionDeclaration",
    "PersonalDataDeclaration",
    "PluginManifest",
    "SettingField",
]
