from uuid import uuid4

import pytest

from consultations.activation.gate import enabled_consultations
from consultations.activation.places import disabled_consultations
from consultations.models import PluginEnablement, PluginPermission
from plugins.kernel import gate
from plugins.kernel.scope import PORTAL, Scope
from tests.factories.record import ConsultationFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def permit(institution, plugin, permitted):
    """A decision of the institution, written directly."""
    PluginPermission.objects.create(institution=institution, plugin=plugin, permitted=permitted)


def enable(consultation, plugin, enabled):
    """A decision of the consultation, written directly."""
    PluginEnablement.objects.create(consultation=consultation, plugin=plugin, enabled=enabled)


def at(consultation):
    """The scope of a consultation."""
    return Scope(consultation.institution.uuid, consultation.uuid)


def test_gate_follows_the_manifests_defaults_where_nobody_decided():
    consultation = ConsultationFactory()
    assert gate.active_slugs(Scope(consultation.institution.uuid)) == {"polls", "whole"}
    assert gate.active_slugs(at(consultation)) == {"polls", "whole"}


def test_gate_shuts_everywhere_at_an_institution_that_forbids():
    consultation, elsewhere = ConsultationFactory(), ConsultationFactory()
    permit(consultation.institution, "polls", False)
    enable(consultation, "polls", True)
    assert gate.is_active("polls", Scope(consultation.institution.uuid)) is False
    assert gate.is_active("polls", at(consultation)) is False
    assert gate.is_active("polls", at(elsewhere)) is True


def test_gate_asks_the_consultation_after_the_institution():
    first = ConsultationFactory()
    second = ConsultationFactory(institution=first.institution)
    permit(first.institution, "shy", True)
    enable(first, "shy", True)
    enable(second, "polls", False)
    assert gate.active_slugs(Scope(first.institution.uuid)) == {"polls", "shy", "whole"}
    assert gate.active_slugs(at(first)) == {"polls", "shy", "whole"}
    assert gate.active_slugs(at(second)) == {"whole"}


def test_gate_ignores_a_consultation_where_the_plugin_is_for_institutions_only():
    consultation = ConsultationFactory()
    enable(consultation, "whole", False)
    assert gate.is_active("whole", at(consultation)) is True


def test_gate_undecided_row_that_only_holds_settings_means_the_default():
    institution = InstitutionFactory()
    permit(institution, "polls", None)
    permit(institution, "shy", None)
    assert gate.active_slugs(Scope(institution.uuid)) == {"polls", "whole"}


def test_gate_finds_the_institution_of_a_consultation_asked_for_alone():
    consultation = ConsultationFactory()
    permit(consultation.institution, "polls", False)
    assert gate.active_slugs(Scope(None, consultation.uuid)) == {"whole"}


def test_portal_shows_what_at_least_one_active_institution_permits():
    first, second = InstitutionFactory(), InstitutionFactory()
    closed = InstitutionFactory(is_active=False)
    permit(first, "polls", False)
    permit(closed, "shy", True)
    assert gate.active_slugs(PORTAL) == {"polls", "whole"}
    permit(second, "polls", False)
    permit(second, "shy", True)
    assert gate.active_slugs(PORTAL) == {"shy", "whole"}


def test_portal_without_institutions_shows_nothing():
    assert gate.active_slugs(PORTAL) == frozenset()


def test_gate_asks_the_database_once_for_an_institution_and_all_its_consultations(django_assert_num_queries):
    consultations = [ConsultationFactory()]
    consultations += [ConsultationFactory(institution=consultations[0].institution) for _ in range(2)]
    permit(consultations[0].institution, "shy", True)
    enable(consultations[1], "polls", False)
    with gate.fresh(), django_assert_num_queries(1):
        answers = [gate.is_active("polls", at(consultation)) for consultation in consultations]
        gate.active_slugs(Scope(consultations[0].institution.uuid))
    assert answers == [True, False, True]


@pytest.mark.parametrize("institutions", [1, 3])
def test_portal_asks_the_database_once(django_assert_num_queries, institutions):
    for _ in range(institutions):
        permit(InstitutionFactory(), "polls", False)
    with gate.fresh(), django_assert_num_queries(1):
        assert gate.active_slugs(PORTAL) == {"whole"}
        gate.active_slugs(PORTAL)


def test_enabled_consultations_are_told_for_a_list_that_spans_institutions(django_assert_num_queries):
    off, on, elsewhere = ConsultationFactory(), ConsultationFactory(), ConsultationFactory()
    enable(off, "polls", False)
    permit(elsewhere.institution, "polls", False)
    asked = {consultation.uuid: consultation.institution.uuid for consultation in (off, on, elsewhere)}
    with gate.fresh(), django_assert_num_queries(3):
        assert enabled_consultations("polls", asked) == {on.uuid}
    assert enabled_consultations("nobody", asked) == frozenset()


def test_gate_knows_no_plugin_that_is_not_loaded():
    institution = InstitutionFactory()
    permit(institution, "broken", True)
    assert gate.is_active("broken", Scope(institution.uuid)) is False
    assert gate.is_active("polls", Scope(uuid4())) is True


def test_consultations_where_a_plugin_is_off_are_those_that_disabled_it(django_assert_num_queries):
    first, second = ConsultationFactory(), ConsultationFactory()
    enable(first, "polls", False)
    enable(second, "polls", True)
    enable(second, "whole", False)
    with gate.fresh():
        with django_assert_num_queries(1):
            assert disabled_consultations("polls") == {first.uuid}
        with django_assert_num_queries(0):
            assert disabled_consultations("polls") == {first.uuid}
    assert disabled_consultations("whole") == frozenset()
    assert disabled_consultations("stranger") == frozenset()


def test_where_a_plugin_waits_to_be_enabled_it_is_off_in_all_other_consultations():
    first, second = ConsultationFactory(), ConsultationFactory()
    enable(first, "shy", True)
    assert disabled_consultations("shy") == {second.uuid}
