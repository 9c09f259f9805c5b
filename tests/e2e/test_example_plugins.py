"""Polls, hearings and settlements, as a citizen meets them, and what officials make of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import admin_steps as admin
from tests.e2e import citizen_steps as citizen
from tests.e2e.pages import NARROW, listed

pytestmark = pytest.mark.e2e

GUEST = "shpresa@example.org"
SAID = "Dua një stol në hije."


def test_citizen_takes_part_by_plugins_and_officials_see_it(person, site):
    opened = next(item for item in listed(site, "/api/v1/consultations/") if item["state"] == "open")
    consultation = f"/sq/consultations/{opened['uuid']}/"
    guest = person(width=NARROW, javascript=False, locale="sq")
    register(guest, site, consultation)
    write_from_a_settlement(guest, consultation)
    answer_the_poll(person(width=NARROW, locale="sq"), site, consultation)
    official = person()
    admin.sign_in(official, "official.jegunovce@example.org")
    see_what_came(official)
    minutes_become_contributions(official)


def register(page, site, consultation):
    """With a slip in the address first; then confirmed from the mail."""
    page.goto(consultation)
    page.locator(".row__title[href*='/hearings/']").first.click()
    page.locator("main [name=name]").fill("Shpresa")
    page.locator("main [name=email]").fill("shpresa@")
    page.locator("main form").get_by_role("button").click()
    expect(page.locator(".error-summary a[href='#id_email']")).to_be_visible()
    expect(page.locator("main [name=name]")).to_have_value("Shpresa")
    page.locator("main [name=email]").fill(GUEST)
    page.locator("main form").get_by_role("button").click()
    expect(page.locator(".messages .notice--good")).to_be_visible()
    page.goto(citizen.mail_to(site, GUEST, r"(https?://\S+/sq/hearings/registrations/\S+)"))
    page.locator("button[value=confirm]").click()
    expect(page.locator("main section .notice--good")).to_be_visible()


def write_from_a_settlement(page, consultation):
    """An empty text is refused, and the settlement stays chosen; the receipt shows it."""
    page.goto(f"{consultation}take-part/")
    field = page.locator("main [name=x-neighbourhoods-settlement]")
    field.select_option(label="Shemshovë")
    page.locator("main [name=email]").fill(GUEST)
    page.get_by_role("button", name=citizen.words("sq", "Send"), exact=True).click()
    expect(field.locator("option:checked")).to_have_text("Shemshovë")
    page.locator("main [name=text]").fill(SAID)
    page.get_by_role("button", name=citizen.words("sq", "Send"), exact=True).click()
    page.wait_for_url("**/receipt/**")
    page.goto(page.locator(".private-link").get_attribute("href"))
    expect(page.locator("main")).to_contain_text("Shemshovë")


def answer_the_poll(page, site, consultation):
    """Nothing chosen is refused in place; who is signed in answers by the keyboard, and sees the result."""
    page.goto(consultation)
    poll = page.locator("[id^='poll-'].card")
    poll.get_by_role("button").click()
    expect(poll.get_by_role("alert")).to_be_visible()
    citizen.sign_in_by_code(page, site, "citizen@example.org", "sq")
    page.goto(consultation)
    citizen.tab_to(page, poll.get_by_role("radio").first)
    page.keyboard.press("Space")
    citizen.tab_to(page, poll.get_by_role("button"))
    page.keyboard.press("Enter")
    expect(poll.locator("table")).to_contain_text("100 %")
    expect(poll.get_by_role("radio").first).to_be_checked()


def see_what_came(page):
    """One answer, one seat taken; nothing of an institution that is not one's own."""
    page.goto("/admin/plugins/polls/")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody tr td").nth(3)).to_have_text("1")
    page.goto("/admin/plugins/hearing_calendar/")
    expect(page.locator("main tbody tr")).to_contain_text("1 / 30")
    page.get_by_role("link", name="Registrations").click()
    expect(page.locator("main tbody")).to_contain_text(GUEST)
    assert page.goto("/admin/plugin-administration/ogg/polls/").status == 404


def minutes_become_contributions(page):
    """What was said is written down and enters the record, where it waits for a moderator like the rest."""
    page.goto("/admin/plugins/hearing_calendar/")
    page.get_by_role("link", name="Minutes").click()
    page.locator("main [name=text]").fill("Стол треба да има сенка.")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name=re.compile("into the record")).click()
    expect(page.locator("main tbody")).to_contain_text("in the record, not public")
