"""Why a plugin was not switched, or a setting of it not changed."""

from django.utils.translation import gettext as _

from plugins.kernel.registry import registry


class ActivationRefused(Exception):
    """Refused. `code` names the reason, `str()` says it in the language of the request."""

    code = "refused"


class PluginNotLoaded(ActivationRefused):
    """No plugin of that slug is loaded; if it is in quarantine, the message says why."""

    code = "plugin_not_loaded"

    def __init__(self, slug: str) -> None:
        reason = next((entry.reason for entry in registry.quarantined if entry.slug == slug), "")
        if reason:
            message = _("The plugin “%(slug)s” is in quarantine: %(reason)s") % {"slug": slug, "reason": reason}
        else:
            loaded = ", ".join(plugin.slug for plugin in registry.plugins) or "–"
            message = _("There is no plugin “%(slug)s”. Loaded are: %(loaded)s.") % {
                "slug": slug,
                "loaded": loaded,
            }
        super().__init__(message)
        self.slug = slug


class PluginNotPermitted(ActivationRefused):
    """A consultation cannot enable what its institution does not permit."""

    code = "plugin_not_permitted"

    def __init__(self, slug: str, institution: str) -> None:
        super().__init__(
            _("The plugin “%(slug)s” is not permitted at “%(institution)s”: permit it there first.")
            % {"slug": slug, "institution": institution}
        )
        self.slug = slug


class PluginNotForConsultations(ActivationRefused):
    """The plugin works for a whole institution; a single consultation cannot switch it."""

    code = "plugin_not_for_consultations"

    def __init__(self, slug: str) -> None:
        super().__init__(
            _("The plugin “%(slug)s” is switched for the whole institution, not for one consultation.")
            % {"slug": slug}
        )
        self.slug = slug


class SettingsRefused(ActivationRefused):
    """Settings that do not validate. `errors` maps names of settings to messages."""

    code = "settings_invalid"

    def __init__(self, slug: str, errors: dict[str, str]) -> None:
        super().__init__(
            _("These settings of the plugin “%(slug)s” are not valid: %(errors)s")
            % {"slug": slug, "errors": "; ".join(f"{name}: {text}" for name, text in errors.items())}
        )
        self.slug = slug
        self.errors = errors


class RoleUnknown(ActivationRefused):
    """Nobody at an institution holds a role of that name."""

    code = "role_unknown"

    def __init__(self, role: str) -> None:
        super().__init__(_("There is no role “%(role)s”.") % {"role": role})
        self.role = role
