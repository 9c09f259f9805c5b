import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.activation.settings import plugin_settings
from consultations.models import PluginAudit, PluginEnablement, PluginPermission
from plugins.kernel import gate
from plugins.kernel.breaker import State, breaker
from plugins.kernel.models import PluginFailure
from plugins.kernel.scope import Scope
from tests.factories.record import ConsultationFactory

pytestmark = pytest.mark.django_db

OVERVIEW = "/admin/plugin-administration/"


def at(institution, plugin="polls", tail=""):
    """The address of a plugin at an institution."""
    return f"{OVERVIEW}{institution.slug}/{plugin}/{tail}"


def test_administrator_sees_the_plugins_of_their_institution(client, administrator, there):
    client.force_login(administrator)
    page = client.get(OVERVIEW)
    assert page.status_code == 200
    rows = [(row["name"], row["version"], row["permitted"]) for row in page.context["plugins"]]
    assert rows == [("Polls", "1.4", True), ("Whole", "1.0", False)]
    assert page.context["institutions"] == [("alfa", "Alfa")]
    content = page.content.decode()
    assert "Beta" not in content
    assert "it fell apart" not in content


def test_administrator_permits_and_forbids(client, administrator, here):
    client.force_login(administrator)
    answer = client.post(at(here, tail="switch/"), {"on": "0"}, follow=True)
    assert answer.redirect_chain == [(at(here), 302)]
    assert "“Polls” is forbidden." in answer.content.decode()
    assert gate.is_active("polls", Scope(here.uuid)) is False
    client.post(at(here, tail="switch/"), {"on": "1"})
    assert gate.is_active("polls", Scope(here.uuid)) is True
    assert list(PluginAudit.objects.values_list("action", "actor")) == [
        ("permit", administrator.pk),
        ("forbid", administrator.pk),
    ]


def test_administrator_changes_settings_in_a_form_made_from_the_manifest(client, administrator, here):
    client.force_login(administrator)
    form = client.get(at(here)).context["form"]
    assert [(field.label, field.help_text, field.initial) for field in form] == [
        ("Show results at once", "", True),
        ("Choices", "", 10),
        ("Answers", "", "one"),
        ("Note", "Shown below.", ""),
    ]
    answer = client.post(
        at(here), {"setting-limit": "50", "setting-mode": "many", "setting-note": "<b>Bold</b>"}, follow=True
    )
    assert answer.redirect_chain == [(at(here), 302)]
    assert plugin_settings("polls", here.uuid) == {
        "live": False,
        "limit": 50,
        "mode": "many",
        "note": "<b>Bold</b>",
    }
    assert "&lt;b&gt;Bold" in answer.content.decode()
    assert "<b>Bold" not in answer.content.decode()


def test_settings_that_do_not_validate_are_shown_with_what_is_wrong(client, administrator, here):
    client.force_login(administrator)
    answer = client.post(at(here), {"setting-limit": "51", "setting-mode": "never"})
    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "limit": ["Ensure this value is less than or equal to 50."],
        "mode": ["Select a valid choice. never is not one of the available choices."],
    }
    assert PluginAudit.objects.count() == 0


def test_stored_settings_that_a_plugin_does_not_take_any_more_are_told_and_go_with_the_next_saving(
    client, administrator, here
):
    stored = {"limit": 99, "colour": "red", "note": "kept"}
    row = PluginPermission.objects.create(institution=here, plugin="polls", settings=stored)
    client.force_login(administrator)
    page = client.get(at(here))
    assert page.context["outdated"] == {
        "limit": "99 is above 50",
        "colour": "plugin 'polls' has no such setting",
    }
    assert page.context["form"]["limit"].initial == 10
    client.post(
        at(here), {"setting-live": "on", "setting-limit": "10", "setting-mode": "one", "setting-note": "kept"}
    )
    row.refresh_from_db()
    assert row.settings == {"note": "kept"}
    assert client.get(at(here)).context["outdated"] == {}
    assert PluginAudit.objects.count() == 0, "nothing changed for anybody"


def test_administrator_switches_a_plugin_in_one_consultation(client, administrator, here):
    client.force_login(administrator)
    consultation = ConsultationFactory(institution=here)
    row = client.get(at(here)).context["consultations"]["rows"][0]
    assert row["enabled"] is True
    answer = client.post(row["switch_url"], {"on": "0"}, follow=True)
    assert answer.context["consultations"]["rows"][0]["enabled"] is False
    assert PluginEnablement.objects.get().consultation == consultation
    assert [entry["action_label"] for entry in answer.context["audit"]] == ["disabled"]


def test_consultation_is_not_switched_where_the_institution_forbids(client, administrator, here):
    client.force_login(administrator)
    consultation = ConsultationFactory(institution=here)
    client.post(at(here, tail="switch/"), {"on": "0"})
    answer = client.post(at(here, tail=f"consultations/{consultation.uuid}/switch/"), {"on": "1"}, follow=True)
    assert "The plugin “polls” is not permitted at “alfa”: permit it there first." in answer.content.decode()
    assert PluginEnablement.objects.count() == 0


def test_plugin_for_institutions_only_shows_no_consultations(client, administrator, here):
    client.force_login(administrator)
    ConsultationFactory(institution=here)
    assert client.get(at(here, "whole")).context["consultations"] is None


@pytest.mark.parametrize("tail", ["", "switch/"])
def test_administrator_reaches_nothing_of_another_institution(client, administrator, there, tail):
    client.force_login(administrator)
    assert client.get(f"{OVERVIEW}?institution=beta").status_code == 404
    assert client.get(at(there)).status_code == 404
    assert client.post(at(there, tail=tail), {"on": "0", "setting-limit": "5"}).status_code == 404
    assert PluginAudit.objects.count() == 0


def test_administrator_cannot_switch_another_institutions_consultation_through_their_own(
    client, administrator, here, there
):
    client.force_login(administrator)
    foreign = ConsultationFactory(institution=there)
    address = at(here, tail=f"consultations/{foreign.uuid}/switch/")
    assert client.post(address, {"on": "0"}).status_code == 404
    assert PluginEnablement.objects.count() == 0


def test_editor_administers_no_plugins(client, editor, here):
    client.force_login(editor)
    assert client.get(OVERVIEW).status_code == 404
    assert client.get(at(here)).status_code == 404
    assert client.post(at(here, tail="switch/"), {"on": "0"}).status_code == 404
    assert OVERVIEW not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_unknown_plugin_is_not_found(client, administrator, here):
    client.force_login(administrator)
    assert client.get(at(here, "broken")).status_code == 404
    assert client.post(at(here, "nobody", "switch/"), {"on": "1"}).status_code == 404


def test_switches_answer_to_post_only(client, administrator, here):
    client.force_login(administrator)
    assert client.get(at(here, tail="switch/")).status_code == 405


def test_operator_sees_quarantine_and_failures_and_chooses_the_institution(client, operator, here, there):
    PluginFailure.objects.create(
        plugin="polls",
        institution=there.uuid,
        count=7,
        last_error_type="ValueError",
        last_location="polls/slots.py:3 in home",
        last_at=timezone.now(),
        opened_at=timezone.now(),
    )
    PluginFailure.objects.create(plugin="whole", count=1, last_error_type="KeyError", last_at=timezone.now())
    client.force_login(operator)
    page = client.get(f"{OVERVIEW}?institution=beta")
    content = page.content.decode()
    assert page.context["institution"] == there
    assert "it fell apart" in content
    assert "stranger" in content
    assert "polls/slots.py:3 in home" in content
    assert [row["institution"] for row in page.context["failures"]] == ["the portal", "Beta"]


def test_operator_resets_failures_and_the_breaker(client, operator, here):
    for _ in range(5):
        breaker.failed("polls", here.uuid, "slot")
    failure = PluginFailure.objects.create(
        plugin="polls", institution=here.uuid, count=5, last_error_type="ValueError", last_at=timezone.now()
    )
    client.force_login(operator)
    answer = client.post(f"{OVERVIEW}failures/{failure.pk}/reset/")
    assert answer.status_code == 302
    assert PluginFailure.objects.get().count == 0
    assert breaker.state("polls", here.uuid) is State.CLOSED


def test_administrator_does_not_reset_failures(client, administrator):
    failure = PluginFailure.objects.create(plugin="polls", last_error_type="x", last_at=timezone.now())
    client.force_login(administrator)
    assert client.post(f"{OVERVIEW}failures/{failure.pk}/reset/").status_code == 404
    assert PluginFailure.objects.count() == 1


def test_operator_of_a_site_without_institutions_sees_the_page(client, operator):
    client.force_login(operator)
    assert client.get(OVERVIEW).status_code == 200
