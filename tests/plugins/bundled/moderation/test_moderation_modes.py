"""Before or after publication: what becomes of a submission."""

import pytest

from consultations.models import Institution
from consultations.services.submit import Deposited, Guest, submit
from consultations.services.verify_submission import verify_submission
from consultations.states import SubmissionState
from consultations.tokens import verify_token
from plugins.api.activation import plugin_settings

pytestmark = pytest.mark.django_db


def send(consultation, author=None):
    return submit(
        consultation_uuid=consultation.uuid,
        text="Words",
        language="mk",
        author=author or Deposited(entered_by=None),
    ).submission


def outcome(submission):
    submission.refresh_from_db()
    return submission.state, submission.hold_reason


def test_post_moderation_is_the_default_and_publishes_at_once(consultation):
    assert plugin_settings("moderation", consultation.institution.uuid) == {"mode": "post"}
    assert outcome(send(consultation)) == (SubmissionState.PUBLISHED, "")


def test_pre_moderation_holds_with_its_reason(consultation, moderate_before):
    moderate_before()
    assert outcome(send(consultation)) == (SubmissionState.HELD, "pre_moderation")


def test_pre_moderation_of_one_institution_is_not_that_of_another(consultation, theirs, moderate_before):
    moderate_before()
    assert outcome(send(theirs)) == (SubmissionState.PUBLISHED, "")


def test_guest_is_held_when_the_address_is_confirmed(consultation, moderate_before):
    moderate_before()
    submission = send(consultation, Guest(email="ana@example.org"))
    assert outcome(submission) == (SubmissionState.UNVERIFIED, "")
    verify_submission(verify_token(submission.uuid))
    assert outcome(submission) == (SubmissionState.HELD, "pre_moderation")


def test_pre_moderation_holds_nothing_while_the_plugin_is_off(consultation, moderate_before, moderation_off):
    moderate_before()
    moderation_off()
    assert outcome(send(consultation)) == (SubmissionState.PUBLISHED, "")


def test_setting_takes_nothing_but_its_choices(institution: Institution):
    from consultations.activation.errors import SettingsRefused
    from consultations.activation.settings import change_plugin_settings

    with pytest.raises(SettingsRefused):
        change_plugin_settings(institution=institution, plugin="moderation", values={"mode": "never"}, actor=None)
