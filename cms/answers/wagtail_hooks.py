"""Where the admin meets the answers: URLs and the menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.answers import urls
from cms.answers.dashboard import ConsultationsPanel
from cms.answers.panels import plugin_panels
from cms.tenancy.roles import Role, institutions_of


@hooks.register("register_admin_urls")
def answers_urls() -> list[URLResolver]:
    """The pages for officials."""
    return [path("answers/", include(urls))]


class AnswersMenuItem(MenuItem):
    """Shown to responsible officials and to the operator."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person answers for any institution."""
        user: Any = request.user
        return user.is_superuser or bool(institutions_of(user, Role.OFFICIAL))


@hooks.register("register_admin_menu_item")
def answers_menu_item() -> MenuItem:
    """The way to the answers."""
    return AnswersMenuItem(_("Answers"), reverse_lazy("answers:index"), icon_name="openquote", order=160)


@hooks.register("construct_homepage_panels")
def consultations_panel(request: HttpRequest, panels: list[Component]) -> None:
    """What closes soon and what waits, for everybody with a role in an institution."""
    if institutions_of(request.user):
        panels.append(ConsultationsPanel())


@hooks.register("construct_homepage_panels")
def panels_of_plugins(request: HttpRequest, panels: list[Component]) -> None:
    """What plugins have to say to those who work in the admin."""
    panels.extend(plugin_panels(request))
