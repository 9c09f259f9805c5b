"""The page on which an administrator says which roles hold a plugin's permissions."""

import pytest

from consultations.activation.permissions import role_decisions
from consultations.models import PluginAudit

pytestmark = pytest.mark.django_db


def address(institution, plugin="polls"):
    """The page of a plugin at an institution."""
    return f"/admin/plugin-administration/{institution.slug}/{plugin}/permissions/"


def test_administrator_sees_what_each_role_may(client, administrator, here):
    client.force_login(administrator)
    page = client.get(address(here))
    assert page.status_code == 200
    [row] = page.context["rows"]
    assert (row["label"], row["name"]) == ("Can run polls", "polls.run")
    assert [(cell["role"], cell["by_default"], cell["chosen"]) for cell in row["cells"]] == [
        ("Editors", False, ""),
        ("Reviewers", False, ""),
        ("Moderators", False, ""),
        ("Responsible officials", True, ""),
        ("Administrators", False, ""),
    ]


def test_administrator_allows_and_denies_and_the_history_says_so(client, administrator, here):
    client.force_login(administrator)
    chosen = {"run.editor": "allow", "run.official": "deny", "run.reviewer": ""}
    answer = client.post(address(here), chosen, follow=True)
    assert answer.redirect_chain == [(f"/admin/plugin-administration/{here.slug}/polls/", 302)]
    assert role_decisions(here, "polls") == {("run", "editor"): True, ("run", "official"): False}
    content = answer.content.decode()
    assert "The permissions are saved." in content
    assert "<code>run: official</code>: as the plugin has it → denied" in content
    [row] = client.get(address(here)).context["rows"]
    assert [cell["chosen"] for cell in row["cells"]] == ["allow", "", "", "deny", ""]


def test_decision_is_left_to_the_plugin_again(client, administrator, here):
    client.force_login(administrator)
    client.post(address(here), {"run.editor": "allow"})
    client.post(address(here), {"run.editor": ""})
    assert role_decisions(here, "polls") == {}
    assert PluginAudit.objects.filter(action="permissions").count() == 2


def test_word_that_is_no_decision_is_refused(client, administrator, here):
    client.force_login(administrator)
    assert client.post(address(here), {"run.editor": "perhaps"}).status_code == 400
    assert role_decisions(here, "polls") == {}


def test_plugin_page_leads_there_only_where_there_is_something_to_decide(client, administrator, here):
    client.force_login(administrator)
    assert address(here) in client.get(f"/admin/plugin-administration/{here.slug}/polls/").content.decode()
    assert "permissions/" not in client.get(f"/admin/plugin-administration/{here.slug}/whole/").content.decode()
    assert client.get(address(here, "whole")).status_code == 404


def test_page_is_the_institutions_administrators_alone(client, administrator, editor, here, there):
    client.force_login(administrator)
    assert client.get(address(there)).status_code == 404
    assert client.post(address(there), {"run.editor": "allow"}).status_code == 404
    client.force_login(editor)
    assert client.get(address(here)).status_code == 404
    assert role_decisions(there, "polls") == {}
