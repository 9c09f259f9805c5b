from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginAdminConfig(AppConfig):
    """Where administrators permit plugins and the operator sees what is wrong with them."""

    name = "cms.plugin_admin"
    label = "plugin_admin"
    verbose_name = _("Plugin administration")
