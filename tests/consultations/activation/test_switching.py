import pytest

from consultations.activation.errors import (
    PluginNotForConsultations,
    PluginNotLoaded,
    PluginNotPermitted,
)
from consultations.activation.switching import disable_plugin, enable_plugin, forbid_plugin, permit_plugin
from consultations.events import RecordEvent
from consultations.models import OutboxMessage, PluginAudit
from plugins.kernel import gate
from plugins.kernel.scope import Scope
from tests.factories.record import ConsultationFactory, InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


def audit():
    """What was written down, oldest first."""
    return list(PluginAudit.objects.order_by("pk").values_list("plugin", "action", "changes"))


def test_forbidding_and_permitting_again_is_audited_with_who_did_it():
    institution, actor = InstitutionFactory(), UserFactory()
    with gate.fresh():
        assert gate.is_active("polls", Scope(institution.uuid)) is True
        assert forbid_plugin(institution=institution, plugin="polls", actor=actor) is True
        assert gate.is_active("polls", Scope(institution.uuid)) is False
        assert permit_plugin(institution=institution, plugin="polls", actor=actor) is True
        assert gate.is_active("polls", Scope(institution.uuid)) is True
    assert audit() == [
        ("polls", "forbid", {"permitted": [True, False]}),
        ("polls", "permit", {"permitted": [False, True]}),
    ]
    assert set(PluginAudit.objects.values_list("institution", "actor")) == {(institution.pk, actor.pk)}


def test_switching_on_is_told_to_plugins_and_switching_off_is_not():
    consultation = ConsultationFactory()
    institution = consultation.institution
    forbid_plugin(institution=institution, plugin="polls", actor=None)
    disable_plugin(consultation=consultation, plugin="polls", actor=None)
    assert OutboxMessage.objects.count() == 0
    permit_plugin(institution=institution, plugin="polls", actor=None)
    enable_plugin(consultation=consultation, plugin="polls", actor=None)
    told = [RecordEvent.from_payload(message.payload) for message in OutboxMessage.objects.order_by("pk")]
    assert [(event.kind, event.institution, event.consultation) for event in told] == [
        ("plugin.enabled", institution.uuid, None),
        ("plugin.enabled", institution.uuid, consultation.uuid),
    ]


def test_switching_to_what_is_decided_already_changes_and_audits_nothing():
    institution = InstitutionFactory()
    permit_plugin(institution=institution, plugin="shy", actor=None)
    assert permit_plugin(institution=institution, plugin="shy", actor=None) is False
    assert audit() == [("shy", "permit", {"permitted": [False, True]})]


def test_consultation_enables_what_its_institution_permits():
    consultation = ConsultationFactory()
    permit_plugin(institution=consultation.institution, plugin="shy", actor=None)
    assert enable_plugin(consultation=consultation, plugin="shy", actor=None) is True
    assert gate.is_active("shy", Scope(consultation.institution.uuid, consultation.uuid)) is True
    assert disable_plugin(consultation=consultation, plugin="shy", actor=None) is True
    assert gate.is_active("shy", Scope(consultation.institution.uuid, consultation.uuid)) is False
    assert audit()[1:] == [
        ("shy", "enable", {"enabled": [False, True]}),
        ("shy", "disable", {"enabled": [True, False]}),
    ]
    assert PluginAudit.objects.filter(consultation=consultation).count() == 2


def test_consultation_cannot_enable_what_its_institution_does_not_permit():
    consultation = ConsultationFactory()
    with pytest.raises(PluginNotPermitted) as refused:
        enable_plugin(consultation=consultation, plugin="shy", actor=None)
    slug = consultation.institution.slug
    assert str(refused.value) == f"The plugin “shy” is not permitted at “{slug}”: permit it there first."
    assert audit() == []


@pytest.mark.parametrize("switch", [enable_plugin, disable_plugin])
def test_consultation_cannot_switch_a_plugin_for_whole_institutions(switch):
    with pytest.raises(PluginNotForConsultations):
        switch(consultation=ConsultationFactory(), plugin="whole", actor=None)


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("pols", "There is no plugin “pols”. Loaded are: polls, shy, whole."),
        ("broken", "The plugin “broken” is in quarantine: it fell apart"),
    ],
)
def test_plugin_that_is_not_loaded_cannot_be_switched(slug, message):
    with pytest.raises(PluginNotLoaded) as refused:
        permit_plugin(institution=InstitutionFactory(), plugin=slug, actor=None)
    assert str(refused.value) == message
    with pytest.raises(PluginNotLoaded):
        enable_plugin(consultation=ConsultationFactory(), plugin=slug, actor=None)
