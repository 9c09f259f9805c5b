"""Deciding on one contribution, and publishing several."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import ModerationDecision, Submission
from consultations.services.moderate import moderate
from consultations.states import SubmissionState
from plugins.bundled.moderation.reasons import all_reasons, reasons_for
from tests.factories.record import SubmissionFactory

QUEUE = "/admin/plugins/moderation/"


def address(submission):
    return reverse("moderation_admin:submission", args=[submission.uuid])


def decided():
    """(action, ground, reasons) of every decision, in order."""
    return list(ModerationDecision.objects.order_by("pk").values_list("action", "reason_code", "public_reasons"))


def state_of(submission):
    return Submission.objects.get(pk=submission.pk).state


def textareas(response):
    """The texts in the form, by name."""
    found = re.findall(
        r'<textarea name="(\w[\w-]*)"[^>]*>\n?(.*?)</textarea>', response.content.decode(), re.DOTALL
    )
    return dict(found)


@pytest.fixture
def published(consultation):
    return SubmissionFactory(consultation=consultation)


def test_page_shows_what_it_says_where_it_stands_and_what_can_be_done(desk, consultation, held):
    body = desk.get(address(held)).content.decode()
    for shown in ("Ours, waiting", held.receipt_number, "Ours", held.author_name):
        assert shown in body
    assert re.findall(r'<input type="hidden" name="action" value="(\w+)">', body) == ["publish", "hide", "remove"]


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (SubmissionState.PUBLISHED, ["hide", "remove"]),
        (SubmissionState.HIDDEN, ["remove", "restore"]),
        (SubmissionState.REMOVED, ["restore"]),
        (SubmissionState.WITHDRAWN, []),
    ],
)
def test_only_what_is_possible_is_offered(desk, consultation, state, actions):
    submission = SubmissionFactory(consultation=consultation, state=state)
    body = desk.get(address(submission)).content.decode()
    assert re.findall(r'<input type="hidden" name="action" value="(\w+)">', body) == actions


def test_chosen_ground_brings_its_starting_texts_in_the_institutions_languages(desk, published):
    response = desk.get(address(published), {"action": "remove", "ground": "insult"})
    texts = all_reasons()["insult"].texts
    assert textareas(response) == {f"reason-{code}": texts[code] for code in ("mk", "sq", "en")}
    assert '<option value="insult" selected>' in response.content.decode()


def test_decision_is_taken_with_its_ground_and_reasons(desk, moderator, published):
    reasons = {"reason-mk": "Навреда кон лице.", "reason-sq": "", "reason-en": "It insults a person."}
    response = desk.post(address(published), {"action": "remove", "reason_code": "insult", **reasons})
    assert (response.status_code, response["Location"]) == (302, QUEUE)
    assert state_of(published) == SubmissionState.REMOVED
    assert decided() == [("remove", "insult", {"mk": "Навреда кон лице.", "en": "It insults a person."})]
    assert ModerationDecision.objects.get().decided_by == moderator
    assert f"Contribution no. {published.number} is removed." in desk.get(QUEUE).content.decode()


def test_every_action_leads_to_its_state(desk, held):
    for action, ground, state in (
        ("publish", "rules_met", SubmissionState.PUBLISHED),
        ("hide", "under_review", SubmissionState.HIDDEN),
        ("restore", "reviewed", SubmissionState.PUBLISHED),
        ("remove", "unlawful", SubmissionState.REMOVED),
        ("restore", "appeal", SubmissionState.PUBLISHED),
    ):
        desk.post(address(held), {"action": action, "reason_code": ground, "reason-mk": f"Причина: {ground}"})
        assert state_of(held) == state
    assert [code for _action, code, _reasons in decided()] == [
        "rules_met",
        "under_review",
        "reviewed",
        "unlawful",
        "appeal",
    ]


def test_reason_in_the_first_language_is_needed_and_what_was_typed_stays(desk, published):
    typed = {"reason-mk": "", "reason-sq": "Fyerje <b>", "reason-en": "An insult & more"}
    response = desk.post(address(published), {"action": "hide", "reason_code": "insult", **typed})
    assert response.status_code == 422
    assert textareas(response) == {
        "reason-mk": "",
        "reason-sq": "Fyerje &lt;b&gt;",
        "reason-en": "An insult &amp; more",
    }
    assert "This field is required." in response.content.decode()
    assert state_of(published) == SubmissionState.PUBLISHED
    assert decided() == []


def test_publishing_needs_no_reason(desk, held):
    desk.post(address(held), {"action": "publish", "reason_code": "rules_met", "reason-mk": ""})
    assert decided() == [("publish", "rules_met", {})]


def test_ground_of_another_action_is_refused(desk, published):
    response = desk.post(address(published), {"action": "remove", "reason_code": "appeal", "reason-mk": "Причина"})
    assert response.status_code == 422
    assert decided() == []


def test_decision_that_came_too_late_says_so_and_keeps_the_text(desk, institution, published):
    moderate(
        submission_uuid=published.uuid,
        action="remove",
        public_reason={"mk": "Прв"},
        reason_code="insult",
        actor=None,
        institution=institution,
    )
    response = desk.post(address(published), {"action": "hide", "reason_code": "off_topic", "reason-mk": "Втор"})
    assert response.status_code == 422
    assert "This is no longer possible: somebody else has decided meanwhile." in response.content.decode()
    assert textareas(response)["reason-mk"] == "Втор"
    assert [action for action, _code, _reasons in decided()] == ["remove"]


def test_reason_that_cannot_be_stored_is_told(desk, published):
    response = desk.post(
        address(published), {"action": "hide", "reason_code": "insult", "reason-mk": "a" * 20_001}
    )
    assert response.status_code == 422
    assert decided() == []


def test_history_names_who_decided_and_why(desk, moderator, published):
    desk.post(address(published), {"action": "hide", "reason_code": "insult", "reason-mk": "<i>Причина</i>"})
    body = desk.get(address(published)).content.decode()
    assert "<strong>Hidden</strong>" in body
    assert str(moderator) in body
    assert "(Insult)" in body
    assert "&lt;i&gt;Причина&lt;/i&gt;" in body


def test_contribution_of_another_institution_does_not_exist(desk, their_held):
    data = {"action": "publish", "reason_code": "rules_met"}
    assert desk.get(address(their_held)).status_code == 404
    assert desk.post(address(their_held), data).status_code == 404
    assert desk.get(reverse("moderation_admin:submission", args=[uuid4()])).status_code == 404
    assert state_of(their_held) == SubmissionState.HELD


def test_unconfirmed_contribution_is_not_shown(desk, consultation):
    unconfirmed = SubmissionFactory(consultation=consultation, state=SubmissionState.UNVERIFIED)
    assert desk.get(address(unconfirmed)).status_code == 404


def test_unknown_action_is_not_found(desk, held):
    assert desk.post(address(held), {"action": "burn"}).status_code == 404
    assert desk.get(address(held), {"action": "burn"}).status_code == 200


def test_several_are_published_at_once_with_the_usual_reason(desk, consultation):
    waiting = SubmissionFactory.create_batch(2, consultation=consultation, state=SubmissionState.HELD)
    stays = SubmissionFactory(consultation=consultation, state=SubmissionState.HELD)
    response = desk.post(reverse("moderation_admin:publish"), {"submission": [str(s.uuid) for s in waiting]})
    assert (response.status_code, response["Location"]) == (302, QUEUE)
    assert [state_of(s) for s in (*waiting, stays)] == ["published", "published", "held"]
    texts = all_reasons()["rules_met"].texts
    assert decided() == [("publish", "rules_met", {code: texts[code] for code in ("mk", "sq", "en")})] * 2
    assert "2 contributions are published." in desk.get(QUEUE).content.decode()


def test_one_of_several_that_no_longer_waits_is_told(desk, held, published):
    chosen = {"submission": [str(held.uuid), str(published.uuid)]}
    desk.post(reverse("moderation_admin:publish"), chosen)
    body = desk.get(QUEUE).content.decode()
    assert "1 contribution is published." in body
    assert "1 contribution no longer waits: it was decided on, or withdrawn, meanwhile." in body


@pytest.mark.parametrize("foreign", ["theirs", "unknown", "nonsense"])
def test_nothing_is_published_if_one_of_them_is_not_ones_own(desk, held, their_held, foreign):
    chosen = {"theirs": str(their_held.uuid), "unknown": str(uuid4()), "nonsense": "'"}[foreign]
    response = desk.post(reverse("moderation_admin:publish"), {"submission": [str(held.uuid), chosen]})
    assert response.status_code == 404
    assert [state_of(s) for s in (held, their_held)] == ["held", "held"]


def test_choosing_none_is_told(desk, held):
    desk.post(reverse("moderation_admin:publish"), {})
    assert "Choose at least one contribution." in desk.get(QUEUE).content.decode()


def test_decisions_are_only_posted(desk, held):
    assert desk.get(reverse("moderation_admin:publish")).status_code == 405


@pytest.mark.parametrize("action", ["publish", "hide", "remove", "restore"])
def test_every_action_has_grounds_with_texts_in_all_languages(action):
    grounds = reasons_for(action)
    assert grounds
    for ground in grounds:
        assert set(ground.labels) == set(ground.texts) == {"en", "sq", "sr-latn", "mk"}
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", ground.code)
