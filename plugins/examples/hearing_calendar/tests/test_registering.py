"""Registering, confirming, cancelling; seats; and what is kept of people."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from kuvend_hearing_calendar.deciding import FewerSeatsThanTaken, cancel_hearing, publish_hearing
from kuvend_hearing_calendar.models import Registration
from kuvend_hearing_calendar.people import erase, export
from kuvend_hearing_calendar.registering import HearingFull, HearingUnknown, RegistrationClosed, register
from kuvend_hearing_calendar.tokens import signature_of
from planning import change, plan

from plugins.api.extension_points import PersonContext
from plugins.api.participation import address_fingerprint

ANA = {"name": "Ana", "email": "Ana@Example.org"}


def link_in(message):
    """The path of the private page that a mail leads to."""
    return re.search(r"https?://[^/\s]+(/\S*/registrations/\S+)", message.body).group(1)


def test_visitor_registers_confirms_and_cancels(visitor, address, mails):
    registered = visitor.post(address, ANA, follow=True).content.decode()
    assert "We have sent you a message with a link." in registered
    (message,) = mails()
    assert (message.to, message.subject) == (["ana@example.org"], "Please confirm: Hearing in the town hall")
    assert "Town hall, room 1" in message.body
    page = link_in(message)
    assert "Your registration is not confirmed yet." in visitor.get(page).content.decode()
    assert Registration.objects.get().confirmed_at is None
    assert "You are registered." in visitor.post(page, {"action": "confirm"}, follow=True).content.decode()
    assert Registration.objects.get().confirmed_at is not None
    assert "Your seat is kept for you." in visitor.get(page).content.decode()
    cancelled = visitor.post(page, {"action": "cancel"}, follow=True).content.decode()
    assert "what you told us is erased" in cancelled
    assert Registration.objects.count() == 0
    assert visitor.get(page).status_code == 404


def test_page_of_a_registration_needs_the_link(visitor, come, second_world):
    ana, ben = come("ana@example.org"), come("ben@example.org")
    for signature in (signature_of(ben.uuid), "x", signature_of(ana.uuid)[:-1]):
        page = f"/en/hearings/registrations/{ana.uuid}/{signature}/"
        assert visitor.get(page).status_code == 404
        assert visitor.post(page, {"action": "cancel"}).status_code == 404
    assert Registration.objects.count() == 2


def test_unknown_action_is_not_found_and_page_is_private(visitor, come):
    ana = come("ana@example.org")
    page = f"/en/hearings/registrations/{ana.uuid}/{signature_of(ana.uuid)}/"
    assert visitor.post(page, {"action": "x"}).status_code == 404
    shown = visitor.get(page)
    assert "no-store" in shown.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in shown.content.decode()


def test_second_registration_with_one_address_is_the_first_and_looks_the_same(visitor, address, mails):
    answers = [visitor.post(address, {**ANA, "name": name}) for name in ("Ana", "Somebody")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Registration.objects.get().name == "Ana"
    assert [message.to for message in mails()] == [["ana@example.org"]] * 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "", "email": "ana@example.org"}, "This field is required."),
        ({"name": "Ana", "email": "ana"}, "Enter a valid email address."),
    ],
)
def test_what_was_typed_comes_back_with_what_is_wrong(visitor, address, typed, message, mails):
    refused = visitor.post(address, typed)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert message in shown
    assert f'value="{typed["email"]}"' in shown
    assert mails() == []


def test_seats_are_counted_and_the_last_is_the_last(world, visitor, mails):
    hearing = plan(world, capacity=1)
    assert "1 seat is free." in visitor.get(f"/en/hearings/{hearing.uuid}/").content.decode()
    register(hearing=hearing.uuid, name="Ana", email="ana@example.org", language="en")
    with pytest.raises(HearingFull):
        register(hearing=hearing.uuid, name="Ben", email="ben@example.org", language="en")
    shown = visitor.get(f"/en/hearings/{hearing.uuid}/").content.decode()
    assert "All seats are taken." in shown
    refused = visitor.post(f"/en/hearings/{hearing.uuid}/", {"name": "Ben", "email": "ben@example.org"})
    assert refused.status_code == 422
    with pytest.raises(FewerSeatsThanTaken):
        change(plan_with_two(hearing), capacity=1)


def plan_with_two(hearing):
    """The same hearing with two seats, both taken."""
    change(hearing, capacity=2)
    register(hearing=hearing.uuid, name="Ben", email="ben@example.org", language="en")
    return hearing


def test_seat_that_is_given_back_can_be_taken(world, visitor):
    hearing = plan(world, capacity=1)
    register(hearing=hearing.uuid, name="Ana", email="ana@example.org", language="en")
    ana = Registration.objects.get()
    visitor.post(f"/en/hearings/registrations/{ana.uuid}/{signature_of(ana.uuid)}/", {"action": "cancel"})
    register(hearing=hearing.uuid, name="Ben", email="ben@example.org", language="en")
    assert Registration.objects.get().name == "Ben"


def test_one_cannot_register_when_it_has_begun_is_cancelled_or_is_not_public(world, hearing):
    def ben(**more):
        register(hearing=hearing.uuid, name="Ben", email="ben@example.org", language="en", **more)

    with pytest.raises(RegistrationClosed):
        ben(now=hearing.starts_at)
    publish_hearing(institution=hearing.institution, hearing=hearing.uuid, is_published=False)
    with pytest.raises(HearingUnknown):
        ben()
    publish_hearing(institution=hearing.institution, hearing=hearing.uuid, is_published=True)
    cancel_hearing(institution=hearing.institution, hearing=hearing.uuid)
    with pytest.raises(RegistrationClosed):
        ben()
    with pytest.raises(HearingUnknown):
        register(hearing=uuid4(), name="Ben", email="ben@example.org", language="en")


def test_nobody_registers_where_hearings_are_off(hearing, plugin_off_in_consultation):
    plugin_off_in_consultation("hearing_calendar")
    with pytest.raises(HearingUnknown):
        register(hearing=hearing.uuid, name="Ben", email="ben@example.org", language="en")


def test_mail_is_in_the_language_of_the_page(visitor, address, mails):
    visitor.post(address.replace("/en/", "/sq/"), ANA)
    (message,) = mails()
    assert message.subject == "Ju lutemi konfirmoni: Hearing in the town hall (sq)"
    assert "Komuna, salla 1" in message.body
    assert f"{settings.BASE_URL}/sq/hearings/registrations/" in message.body


def test_title_cannot_break_out_of_the_subject(world, mails):
    hearing = plan(world, title="Hearing\r\nBcc: all@example.org")
    register(hearing=hearing.uuid, name="Ana", email="ana@example.org", language="en")
    (message,) = mails()
    assert message.subject == "Please confirm: Hearing Bcc: all@example.org"


def test_who_confirmed_is_reminded_once(hearing, come, mails):
    come("ana@example.org")
    come("ben@example.org", confirmed=False)
    mails()
    day_before = hearing.starts_at - timedelta(hours=24)
    assert mails(day_before - timedelta(minutes=20)) == []
    (message,) = mails(day_before + timedelta(minutes=1))
    assert (message.to, message.subject) == (["ana@example.org"], "Soon: Hearing in the town hall")
    assert mails(day_before + timedelta(hours=3)) == []


def test_who_confirmed_is_told_of_another_time_and_reminded_anew(hearing, come, mails):
    come("ana@example.org")
    mails()
    mails(hearing.starts_at - timedelta(hours=20))
    later = hearing.starts_at + timedelta(days=2)
    change(hearing, starts_at=later, ends_at=later + timedelta(hours=1))
    (message,) = mails()
    assert message.subject == "Another time or place: Hearing in the town hall"
    assert hearing.sequence == 1
    (reminder,) = mails(later - timedelta(hours=1))
    assert reminder.subject.startswith("Soon:")


def test_other_words_alone_are_no_news(hearing, come, mails):
    come("ana@example.org")
    mails()
    change(hearing, titles={"en": "Hearing, again"})
    assert mails() == []
    assert hearing.sequence == 0


def test_who_confirmed_is_told_once_that_it_is_cancelled(hearing, come, mails):
    come("ana@example.org")
    mails()
    for _ in range(2):
        cancel_hearing(institution=hearing.institution, hearing=hearing.uuid)
    (message,) = mails()
    assert message.subject == "Cancelled: Hearing in the town hall"


def test_mail_sent_twice_has_one_message_id(hearing, come, mails):
    ana = come("ana@example.org", confirmed=False)
    register(hearing=hearing.uuid, name="Ana", email="ana@example.org", language="en")
    first, second = mails()
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert str(ana.uuid) in first.extra_headers["Message-ID"]


def test_what_is_no_longer_needed_is_erased(hearing, come, mails):
    come("ana@example.org")
    come("ben@example.org", confirmed=False)
    mails(timezone.now() + timedelta(hours=47))
    assert Registration.objects.count() == 2
    mails(timezone.now() + timedelta(hours=49))
    assert Registration.objects.get().email == "ana@example.org"
    mails(hearing.ends_at + timedelta(days=30) - timedelta(hours=1))
    assert Registration.objects.count() == 1
    mails(hearing.ends_at + timedelta(days=30, hours=1))
    assert Registration.objects.count() == 0


def test_nothing_is_sent_or_erased_where_hearings_are_off(hearing, come, mails, plugin_off):
    come("ana@example.org")
    plugin_off("hearing_calendar")
    assert mails(hearing.starts_at - timedelta(hours=1)) == []
    assert Registration.objects.count() == 1


def test_guest_is_found_and_erased_by_their_address(hearing, come):
    come("ana@example.org")
    come("ben@example.org")
    fingerprint = address_fingerprint("ana@example.org")
    person = PersonContext(institution=None, participants=(), submissions=(), address_fingerprints=(fingerprint,))
    assert [record.values["email"] for record in export(person)] == ["ana@example.org"]
    assert erase(person) == 1
    assert [row.email for row in Registration.objects.all()] == ["ben@example.org"]


def test_registering_again_and_again_is_stopped_and_what_was_typed_is_kept(visitor, address, mails, settings):
    settings.MAIL_LIMITS = True
    for _ in range(5):
        assert visitor.post(address, ANA).status_code == 302
    refused = visitor.post(address, ANA)
    assert refused.status_code == 422
    assert "Too many messages were asked for." in refused.content.decode()
    assert 'value="Ana@Example.org"' in refused.content.decode()
    assert len(mails()) == 5
    assert visitor.post(address, {**ANA, "email": "ben@example.org"}).status_code == 302
