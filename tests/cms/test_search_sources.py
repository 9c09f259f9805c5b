"""A plugin's things are found only where the plugin is on. The plugin is the dummy, its things are notes."""

from uuid import UUID

import pytest
from kuvend_dummy.models import Note

from consultations.activation.switching import (
    disable_plugin,
    enable_plugin,
    forbid_plugin,
    permit_plugin,
)
from search.models import OutboxEntry
from search.sources import source_named
from tests.factories.record import ConsultationFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def found():
    """The institutions of the notes that the source gives to the index."""
    source = source_named("dummy_note")
    return {UUID(document.institution) for document in source.documents(list(source.object_ids()))}


def waiting():
    """How many of the dummy's notes wait to be read again."""
    return OutboxEntry.objects.filter(source="dummy_note").count()


def forget_what_dummy_heard():
    """Dummy notes each event, its own switching-on among them."""
    Note.objects.exclude(word="note").delete()


def test_source_gives_what_is_of_places_where_its_plugin_is_on():
    here, there = InstitutionFactory(), InstitutionFactory()
    for institution in (here, there):
        Note.objects.create(institution=institution.uuid, word="note")
    assert found() == set()
    permit_plugin(institution=here, plugin="dummy", actor=None)
    assert found() == {here.uuid}
    permit_plugin(institution=there, plugin="dummy", actor=None)
    forbid_plugin(institution=here, plugin="dummy", actor=None)
    assert found() == {there.uuid}


def test_source_follows_the_consultation_that_a_thing_belongs_to():
    consultation = ConsultationFactory()
    Note.objects.create(institution=consultation.institution.uuid, consultation=consultation.uuid, word="note")
    permit_plugin(institution=consultation.institution, plugin="dummy", actor=None)
    forget_what_dummy_heard()
    disable_plugin(consultation=consultation, plugin="dummy", actor=None)
    assert found() == set()
    enable_plugin(consultation=consultation, plugin="dummy", actor=None)
    assert found() == {consultation.institution.uuid}


def test_switching_a_plugin_has_its_things_read_again_and_nobody_elses():
    institution = InstitutionFactory()
    Note.objects.create(institution=institution.uuid, word="note")
    forbid_plugin(institution=institution, plugin="threads", actor=None)
    assert waiting() == 0
    permit_plugin(institution=institution, plugin="dummy", actor=None)
    assert waiting() == 2  # the note, and the one dummy makes of being switched on


@pytest.mark.parametrize("notes", [1, 3])
def test_source_asks_about_an_institution_once(django_assert_num_queries, notes):
    institution = InstitutionFactory()
    permit_plugin(institution=institution, plugin="dummy", actor=None)
    forget_what_dummy_heard()
    for _ in range(notes):
        Note.objects.create(institution=institution.uuid, word="note")
    source = source_named("dummy_note")
    ids = list(source.object_ids())
    with django_assert_num_queries(2):
        assert len(source.documents(ids)) == notes
