import dataclasses

import pytest
from django.core.management import CommandError, call_command

from consultations.models import PluginEnablement, PluginPermission
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution
from plugins.kernel.registry import registry
from tests.factories.record import ConsultationFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    """The lines that `manage.py plugins …` prints."""
    call_command("plugins", *arguments, no_color=True)
    return capsys.readouterr().out.splitlines()


def test_list_names_versions_and_reasons(capsys):
    assert run(capsys, "list") == [
        "plugin API 1.1.0",
        "polls  1.0  0 contributions  from kvtest 1.0",
        "shy  1.0  0 contributions  from kvtest 1.0",
        "whole  1.0  0 contributions  from kvtest 1.0",
        "broken  in quarantine: it fell apart",
        "stranger  installed, not allowed by KUVEND_PLUGINS",
    ]


def test_list_for_an_institution_says_what_it_permits(capsys):
    institution = InstitutionFactory()
    lines = run(capsys, "list", "--institution", institution.slug)
    assert [line.rpartition("  ")[2] for line in lines[1:4]] == ["permitted", "not permitted", "permitted"]


def test_check_says_what_is_wrong_and_fails_only_when_strict(capsys):
    assert run(capsys, "check") == ["broken: it fell apart"]
    with pytest.raises(CommandError, match=r"^1 objection$"):
        call_command("plugins", "check", "--strict")


def test_check_is_content_where_nothing_is_wrong(capsys, plugins):
    with registry.using(Discovery(plugins=registry.plugins)):
        assert run(capsys, "check", "--strict") == ["3 plugins, nothing to object"]


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        ("consultations.events:Kindd", "home.page consultations.events:Kindd: cannot be imported: plugins.kernel"),
        (
            "consultations.activation.gate:__name__",
            "home.page consultations.activation.gate:__name__: is a str and cannot be called",
        ),
    ],
)
def test_check_resolves_every_handler(capsys, plugins, handler, reason):
    polls = registry.plugin("polls").manifest
    polls = dataclasses.replace(polls, contributions=(Contribution(point="home.page", handler=handler),))
    with registry.using(Discovery(plugins=(LoadedPlugin("polls", polls),))):
        [line] = run(capsys, "check")
    assert line.startswith(f"polls: {reason}")


def test_permit_and_forbid_at_an_institution(capsys):
    institution = InstitutionFactory(slug="jegunovce")
    assert run(capsys, "forbid", "polls", "jegunovce") == ["polls is forbidden at jegunovce."]
    assert run(capsys, "forbid", "polls", "jegunovce") == ["polls is forbidden at jegunovce already."]
    assert run(capsys, "permit", "polls", "jegunovce") == ["polls is permitted at jegunovce."]
    assert PluginPermission.objects.get(institution=institution).permitted is True


def test_enable_and_disable_in_a_consultation(capsys):
    consultation = ConsultationFactory()
    uuid = str(consultation.uuid)
    assert run(capsys, "disable", "polls", uuid) == [f"polls is disabled in {uuid}."]
    assert run(capsys, "enable", "polls", uuid) == [f"polls is enabled in {uuid}."]
    assert PluginEnablement.objects.get(consultation=consultation).enabled is True


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("permit", "polls", "nowhere"), "There is no institution 'nowhere'. Known: jegunovce."),
        (("permit", "pols", "jegunovce"), "There is no plugin “pols”. Loaded are: polls, shy, whole."),
        (("enable", "polls", "x"), "Error: argument consultation: invalid UUID value: 'x'"),
        (("enable", "polls", "8d7f5c0e-0000-4000-8000-000000000000"), "There is no consultation 8d7f5c0e"),
    ],
)
def test_switching_what_does_not_exist_says_so(arguments, message):
    InstitutionFactory(slug="jegunovce")
    with pytest.raises(CommandError) as refused:
        call_command("plugins", *arguments)
    assert str(refused.value).startswith(message)


def test_consultation_that_is_not_there_says_where_its_uuid_is_found():
    with pytest.raises(CommandError, match="in the address of its page, after /consultations/"):
        call_command("plugins", "enable", "polls", "8d7f5c0e-0000-4000-8000-000000000000")


def test_enabling_where_it_is_not_permitted_says_what_comes_first():
    consultation = ConsultationFactory(institution__slug="alfa")
    with pytest.raises(CommandError) as refused:
        call_command("plugins", "enable", "shy", str(consultation.uuid))
    assert str(refused.value) == "The plugin “shy” is not permitted at “alfa”: permit it there first."
