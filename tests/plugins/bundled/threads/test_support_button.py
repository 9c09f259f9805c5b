"""Supporting a contribution from a page: without JavaScript, and with htmx."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultations.models import Participant
from consultations.services.submit import Guest, submit
from consultations.services.verify_submission import verify_submission
from consultations.tokens import verify_token
from plugins.bundled.threads.models import Support
from tests.factories.record import ConsultationFactory, UserFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def page(consultation):
    return reverse("threads:consultation", args=[consultation.uuid])


@pytest.fixture
def signed_in(client, participant):
    client.force_login(participant.user)
    return client


@pytest.fixture
def guest(client, participant):
    """A visitor who confirmed an e-mail address in this browser session."""
    session = client.session
    session["participant"] = str(participant.uuid)
    session.save()
    return client


def button(response, submission):
    """What the button of a contribution says, and the fields of its form; None where there is no form."""
    form = re.search(
        rf'<form method="post" action="{reverse("threads:support", args=[submission.uuid])}".*?</form>',
        response.content.decode(),
        re.DOTALL,
    )
    if form is None:
        return None
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return re.search(r"<button[^>]*>([^<]*)</button>", form[0])[1], fields


def press(client, submission, fields, **headers):
    return client.post(reverse("threads:support", args=[submission.uuid]), fields, headers=headers)


def supporters():
    return set(Support.objects.values_list("submission", "participant"))


def test_support_and_its_undo_work_without_javascript(signed_in, participant, page, speak):
    submission = speak()
    label, fields = button(signed_in.get(page), submission)
    assert label == "Support"
    response = press(signed_in, submission, fields)
    assert (response.status_code, response["Location"]) == (302, f"{page}#s-{submission.uuid}")
    assert supporters() == {(submission.uuid, participant.uuid)}
    again = signed_in.get(page)
    assert "1 person supports this" in again.content.decode()
    label, fields = button(again, submission)
    assert label == "Take back my support"
    press(signed_in, submission, fields)
    assert supporters() == set()
    assert "Nobody supports this yet" in signed_in.get(page).content.decode()


def test_pressing_twice_counts_once(signed_in, page, speak):
    submission = speak()
    _label, fields = button(signed_in.get(page), submission)
    for _ in range(2):
        press(signed_in, submission, fields)
    assert Support.objects.count() == 1


def test_sort_and_place_are_kept(signed_in, page, speak):
    submission = speak()
    _label, fields = button(signed_in.get(page, {"sort": "oldest"}), submission)
    response = press(signed_in, submission, fields)
    assert response["Location"] == f"{page}?sort=oldest#s-{submission.uuid}"


def test_guest_with_a_confirmed_address_supports(guest, participant, page, speak):
    submission = speak()
    _label, fields = button(guest.get(page), submission)
    press(guest, submission, fields)
    assert supporters() == {(submission.uuid, participant.uuid)}


def test_guest_who_confirms_an_address_may_support_from_then_on(client, consultation, page, speak):
    submission = speak()
    guest = Guest(email="ana@example.org")
    own = submit(consultation_uuid=consultation.uuid, text="Words", language="mk", author=guest).submission
    assert button(client.get(page), submission) is None
    confirm = reverse("record:verify", args=[verify_token(own.uuid)])
    client.get(confirm)
    assert button(client.get(page), submission) is None
    client.post(confirm)
    own.refresh_from_db()
    _label, fields = button(client.get(page), submission)
    press(client, submission, fields)
    assert supporters() == {(submission.uuid, own.participant.uuid)}


def test_link_that_was_used_before_makes_nobody_a_guest(client, consultation, page, speak):
    submission = speak()
    guest = Guest(email="ana@example.org")
    own = submit(consultation_uuid=consultation.uuid, text="Words", language="mk", author=guest).submission
    verify_submission(verify_token(own.uuid))
    client.post(reverse("record:verify", args=[verify_token(own.uuid)]))
    assert button(client.get(page), submission) is None


def test_account_that_never_took_part_supports(client, page, speak):
    submission = speak()
    user = UserFactory()
    client.force_login(user)
    _label, fields = button(client.get(page), submission)
    press(client, submission, fields)
    assert supporters() == {(submission.uuid, Participant.objects.get(user=user).uuid)}


def test_visitor_is_led_to_sign_in_and_back(client, page, speak):
    submission = speak()
    response = client.get(page)
    assert button(response, submission) is None
    back = f"{page}#s-{submission.uuid}"
    sign_in = f"{reverse('account_login')}?next={back.replace('/', '%2F').replace('#', '%23')}"
    assert f'href="{sign_in}"' in response.content.decode()
    posted = press(client, submission, {"supported": "1", "next": page})
    assert (posted.status_code, posted["Location"]) == (302, sign_in)
    assert supporters() == set()


def test_own_contribution_has_no_button_and_refuses_support(signed_in, participant, page, speak):
    submission = speak(participant=participant)
    assert button(signed_in.get(page), submission) is None
    press(signed_in, submission, {"supported": "1", "next": page})
    assert supporters() == set()
    assert "You cannot support your own contribution." in signed_in.get(page).content.decode()


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(signed_in, speak, next_page):
    submission = speak()
    response = press(signed_in, submission, {"supported": "1", "next": next_page})
    own_page = reverse("record:submission", args=[submission.uuid])
    assert response["Location"] == f"{own_page}#s-{submission.uuid}"


def test_form_of_another_site_is_refused(participant, speak):
    submission = speak()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(participant.user)
    assert press(strict, submission, {"supported": "1"}).status_code == 403
    assert supporters() == set()


def test_support_is_only_posted(signed_in, speak):
    assert signed_in.get(reverse("threads:support", args=[speak().uuid])).status_code == 405


def test_htmx_gets_the_button_alone(signed_in, page, speak):
    submission = speak()
    response = press(signed_in, submission, {"supported": "1", "next": f"{page}?sort=oldest"}, **HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert response.content.decode().count('id="support-') == 3
    label, fields = button(response, submission)
    assert (label, fields["supported"], fields["next"]) == ("Take back my support", "0", f"{page}?sort=oldest")
    assert "1 person supports this" in response.content.decode()


def test_htmx_is_told_why_support_is_refused(signed_in, participant, page, speak):
    submission = speak(participant=participant)
    response = press(signed_in, submission, {"supported": "1", "next": page}, **HTMX)
    assert '<span class="field__error" role="alert">You cannot support your own contribution.</span>' in (
        response.content.decode()
    )


def test_htmx_leads_a_visitor_to_sign_in(client, page, speak):
    submission = speak()
    response = press(client, submission, {"supported": "1", "next": page}, **HTMX)
    assert response["HX-Redirect"].startswith(reverse("account_login") + "?next=")


def test_support_after_the_closing_is_refused_with_the_reason(signed_in, institution, speak):
    closed = ConsultationFactory(institution=institution, closed=True)
    submission = speak(consultation=closed)
    there = reverse("threads:consultation", args=[closed.uuid])
    press(signed_in, submission, {"supported": "1", "next": there})
    assert supporters() == set()
    refusal = "This consultation is not open: support can no longer be given or taken back."
    assert refusal in signed_in.get(there).content.decode()


def test_support_given_before_the_closing_stays_on_the_page(client, consultation, page, speak, supported_by):
    supported_by(speak(), 2)
    consultation.closes_at = consultation.opens_at + dt.timedelta(days=1)
    consultation.save()
    body = client.get(page).content.decode()
    assert "2 people support this" in body
    assert "(sign in first)" not in body
