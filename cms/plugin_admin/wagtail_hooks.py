"""The admin's URLs and menu items: our own for administering plugins, and those that plugins bring."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.plugin_admin import urls
from cms.plugin_admin.scopes import admin_scopes
from cms.tenancy.roles import Role, institutions_of
from consultations.translated import pick
from plugins.kernel.registry import registry
from plugins.kernel.urls import admin_menu


@hooks.register("register_admin_urls")
def plugin_administration_urls() -> list[URLResolver]:
    """Our own pages."""
    return [path("plugin-administration/", include(urls))]


class AdministrationMenuItem(MenuItem):
    """Shown to administrators of institutions and to the operator."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person administers any institution's plugins."""
        user: Any = request.user
        return user.is_superuser or bool(institutions_of(user, Role.ADMINISTRATOR))


@hooks.register("register_settings_menu_item")
def administration_menu_item() -> MenuItem:
    """The way to our own pages."""
    return AdministrationMenuItem(
        _("Plugins"), reverse_lazy("plugin_admin:overview"), name="plugins", icon_name="sliders", order=900
    )


@hooks.register("construct_main_menu")
def plugins_menu_items(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Add the items of plugins that are on where the person works, with how much there is to do in each.

    A plugin whose item leads nowhere is quarantined, not allowed to break the menu.
    """
    for entry in admin_menu(admin_scopes):
        number = entry.shown_with(request)
        if number is None:
            continue
        label = pick(entry.label, get_language() or "en")
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            reason = f"admin.menu: there is no URL named {entry.url_name!r}"
            registry.quarantine(entry.plugin, reason)
            continue
        menu_items.append(
            MenuItem(
                f"{label} ({number})" if number else label,
                url,
                name=entry.name,
                icon_name=entry.icon,
                order=entry.order,
            )
        )
