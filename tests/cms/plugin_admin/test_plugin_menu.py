"""The menu items that plugins bring to the admin."""

import dataclasses

import pytest
from django.urls import reverse

from consultations.activation.switching import forbid_plugin
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution
from plugins.kernel.registry import registry

pytestmark = pytest.mark.django_db


def waiting(request):
    """A plugin's condition: there is something to do, seven times."""
    return 7


def with_menu(url_name, handler=""):
    """Plugin `polls` with one menu item that leads to the named URL."""
    item = Contribution(
        point="admin.menu",
        handler=handler,
        options={"label": {"en": "Run polls", "sq": "Mbaj sondazhe"}, "url_name": url_name, "icon": "list-ul"},
    )
    manifest = dataclasses.replace(registry.plugin("polls").manifest, contributions=(item,))
    return registry.using(Discovery(plugins=(LoadedPlugin("polls", manifest),)))


def home(client):
    """The admin's home page."""
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_menu_item_is_there_where_the_plugin_is_on_and_gone_where_it_is_off(client, editor, here, there):
    client.force_login(editor)
    with with_menu("wagtailadmin_account"):
        assert "Run polls" in home(client)
        forbid_plugin(institution=there, plugin="polls", actor=None)
        assert "Run polls" in home(client)
        forbid_plugin(institution=here, plugin="polls", actor=None)
        assert "Run polls" not in home(client)


def test_menu_item_is_in_the_language_of_whoever_looks(client, editor):
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=editor, preferred_language="sq")
    client.force_login(editor)
    with with_menu("wagtailadmin_account"):
        assert "Mbaj sondazhe" in home(client)


def test_menu_item_that_leads_nowhere_quarantines_its_plugin_and_the_page_stays(client, editor):
    client.force_login(editor)
    with with_menu("polls_admin:queue"):
        assert "Run polls" not in home(client)
        assert [entry.reason for entry in registry.quarantined] == [
            "admin.menu: there is no URL named 'polls_admin:queue'"
        ]


def test_menu_item_says_how_much_there_is_to_do(client, editor, monkeypatch):
    monkeypatch.setattr("plugins.kernel.points.waiting_in_test", waiting, raising=False)
    client.force_login(editor)
    with with_menu("wagtailadmin_account", "plugins.kernel.points:waiting_in_test"):
        assert "Run polls (7)" in home(client)
