"""What a plugin says of itself, read before any of its Django code is imported.

Free of Django on purpose: a manifest must be readable while settings are still being computed.
Wrong values raise `ManifestError` while the manifest is made, so that it names what and where.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plugins.kernel import manifest_checks as checks
from plugins.kernel.locating import caller
from plugins.kernel.manifest_checks import ROLES, ManifestError

__all__ = [
    "ROLES",
    "Contribution",
    "ManifestError",
    "PermissionDeclaration",
    "PersonalDataDeclaration",
    "PluginManifest",
    "SettingField",
    "SettingInvalid",
]


class SettingInvalid(ValueError):
    """A value that a typed setting does not take. `field` is the setting's name, `code` says why.

    Codes: `type`, `too_small`, `too_large`, `too_long`, `not_a_choice`, `unknown`.
    """

    def __init__(self, field_name: str, code: str, message: str) -> None:
        super().__init__(f"{field_name}: {message}")
        self.field = field_name
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class SettingField:
    """One typed setting that an institution may change.

    `label` and `help` map language codes to texts ("en" is required for the label); `choices` pairs a
    stored value with its label in languages; `minimum` and `maximum` bound an int, inclusively.
    """

    name: str
    kind: Literal["bool", "int", "text", "choice"]
    default: bool | int | str
    label: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 1000

    def __post_init__(self) -> None:
        where = f"setting {self.name!r}"
        checks.identifier(where, "name", self.name)
        checks.one_of(where, "kind", self.kind, ("bool", "int", "text", "choice"))
        checks.texts(where, "label", self.label)
        checks.texts(where, "help", self.help, required=False)
        checks.choices(where, self.choices, required=self.kind == "choice")
        for bound in ("minimum", "maximum"):
            if getattr(self, bound) is not None:
                checks.integer(where, bound, getattr(self, bound))
        checks.bounds(where, self.minimum, self.maximum)
        checks.integer(where, "max_length", self.max_length)
        try:
            self.clean(self.default)
        except SettingInvalid as invalid:
            raise ManifestError(f"{where}: default: {invalid.message}") from invalid

    def clean(self, value: object) -> bool | int | str:
        """The value, if it is one this setting takes; else `SettingInvalid`. Converts nothing."""
        if self.kind == "bool":
            if isinstance(value, bool):
                return value
            raise SettingInvalid(self.name, "type", f"must be true or false, got {_kind_of(value)}")
        if self.kind == "int":
            return self._clean_int(value)
        if not isinstance(value, str):
            raise SettingInvalid(self.name, "type", f"must be a text, got {_kind_of(value)}")
        if self.kind == "choice" and value not in {stored for stored, _ in self.choices}:
            raise SettingInvalid(self.name, "not_a_choice", f"{value!r} is not one of its choices")
        if "\0" in value or any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
            raise SettingInvalid(self.name, "type", "has signs that are no text")
        if len(value) > self.max_length:
            raise SettingInvalid(self.name, "too_long", f"longer than {self.max_length} characters")
        return value

    def _clean_int(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise SettingInvalid(self.name, "type", f"must be a whole number, got {_kind_of(value)}")
        if self.minimum is not None and value < self.minimum:
            raise SettingInvalid(self.name, "too_small", f"{value} is below {self.minimum}")
        if self.maximum is not None and value > self.maximum:
            raise SettingInvalid(self.name, "too_large", f"{value} is above {self.maximum}")
        return value


def _kind_of(value: object) -> str:
    return type(value).__name__


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """One thing a plugin adds at one extension point.

    `handler` is `"package.module:attribute"`, imported when first needed; it may be empty only at points
    that work from `options` alone. `name` tells several contributions to one point apart (default: the
    handler's attribute). `before` and `after` name other plugins' slugs.
    """

    point: str
    handler: str = ""
    name: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    declared_at: str = field(init=False, default="", repr=False, compare=False)
    """`file:line` of the manifest, for messages to its author."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "declared_at", caller())
        where = f"contribution to {self.point!r}"
        checks.point_name(where, "point", self.point)
        checks.handler(where, "handler", self.handler)
        checks.text(where, "name", self.name, required=False)
        checks.slugs(where, "before", self.before)
        checks.slugs(where, "after", self.after)
        checks.options(where, "options", self.options)
        if not self.name:
            object.__setattr__(self, "name", self.handler.partition(":")[2] or self.point)


@dataclass(frozen=True, kw_only=True)
class PermissionDeclaration:
    """A permission the plugin asks of staff, known everywhere as `<slug>.<codename>`.

    `roles` are those of an institution that hold it until the institution decides otherwise (`ROLES`); none by
    default, so that nobody has it until a role is given it.
    """

    codename: str
    label: Mapping[str, str]
    roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"permission {self.codename!r}"
        checks.identifier(where, "codename", self.codename)
        checks.texts(where, "label", self.label)
        checks.roles(where, "roles", self.roles)


@dataclass(frozen=True, kw_only=True)
class PersonalDataDeclaration:
    """Personal data the plugin stores: in which of its models ("app_label.Model") and fields, why, how long.

    `retention_days` None means: until the person or the institution has it erased.
    """

    model: str
    fields: tuple[str, ...]
    purpose: Mapping[str, str]
    retention_days: int | None = None

    def __post_init__(self) -> None:
        where = f"personal data {self.model!r}"
        checks.model_name(where, "model", self.model)
        checks.strings(where, "fields", self.fields, required=True)
        checks.texts(where, "purpose", self.purpose)
        if self.retention_days is not None:
            checks.integer(where, "retention_days", self.retention_days)


@dataclass(frozen=True, kw_only=True)
class PluginManifest:
    """A plugin, as it introduces itself.

    `slug` is its name everywhere and equals the name of its entry point; `version` is its own (PEP 440);
    `requires_api` a specifier for `API_VERSION`; `app` the dotted name of its Django app. `name` and
    `description` map language codes to texts, English required. `scopes` says at which levels it can be
    switched: always "institution", and "consultation" unless it makes no sense for a single one.
    `permitted_by_default` holds at institutions and `enabled_by_default` in consultations until somebody decides.
    """

    slug: str
    version: str
    requires_api: str
    app: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    scopes: tuple[str, ...] = ("institution", "consultation")
    permissions: tuple[PermissionDeclaration, ...] = ()
    personal_data: tuple[PersonalDataDeclaration, ...] = ()
    settings: tuple[SettingField, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    permitted_by_default: bool = True
    enabled_by_default: bool = True
    declared_at: str = field(init=False, default="", repr=False, compare=False)
    """`file:line` of the manifest, for messages to its author."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "declared_at", caller())
        where = f"plugin {self.slug!r}"
        checks.slug(where, "slug", self.slug)
        checks.version(where, "version", self.version)
        checks.specifier(where, "requires_api", self.requires_api)
        checks.dotted(where, "app", self.app)
        checks.texts(where, "name", self.name)
        checks.texts(where, "description", self.description)
        checks.scopes(where, "scopes", self.scopes)
        checks.instances(where, "permissions", self.permissions, PermissionDeclaration)
        checks.instances(where, "personal_data", self.personal_data, PersonalDataDeclaration)
        checks.instances(where, "settings", self.settings, SettingField)
        checks.instances(where, "contributions", self.contributions, Contribution)
        checks.boolean(where, "permitted_by_default", self.permitted_by_default)
        checks.boolean(where, "enabled_by_default", self.enabled_by_default)
        checks.distinct(where, "settings", [setting.name for setting in self.settings])
        checks.distinct(where, "permissions", [permission.codename for permission in self.permissions])
        checks.distinct(where, "contributions", [(c.point, c.name) for c in self.contributions])
        checks.not_itself(where, self.slug, self.contributions)

    def setting(self, name: str) -> SettingField:
        """The setting of that name; `SettingInvalid` (code `unknown`) where there is none."""
        for candidate in self.settings:
            if candidate.name == name:
                return candidate
        raise SettingInvalid(name, "unknown", f"plugin {self.slug!r} has no such setting")
