"""Searching in a browser: with scripts nothing needs a new page, without them everything works as well."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

GRAVE = {"serious", "critical"}


def ask(page, text):
    field = page.get_by_role("combobox")
    field.fill(text)
    field.press("Enter")


def test_suggestions_are_chosen_by_keyboard(person):
    page = person()
    page.goto("/en/search/")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("civil", delay=20)
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    faults = Axe().run(page).response["violations"]
    assert [one["id"] for one in faults if one["impact"] in GRAVE] == []
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("civil")
    field.press_sequentially(" soc", delay=20)
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    chosen = options.first.get_attribute("data-text")
    field.press("Enter")
    page.wait_for_url("**/search/?q=**")
    expect(field).to_have_value(chosen)


def test_results_change_in_place_and_the_number_is_announced(person):
    page = person()
    page.goto("/en/search/")
    page.evaluate("window.stays = true")
    ask(page, "citizens")
    page.wait_for_url("**/search/?q=citizens*")
    expect(page.locator(".search-hit mark").first).to_be_visible()
    count = page.get_by_role("status").first.inner_text()
    assert page.evaluate("window.stays") is True
    choice = page.locator(".filter-group a").first
    choice.click()
    page.wait_for_url("**/search/?q=citizens&*")
    expect(page.locator(".search-chosen")).to_be_visible()
    assert page.get_by_role("status").first.inner_text() != count
    assert page.evaluate("window.stays") is True
    expect(page.locator("#search-kept input")).to_have_count(1)
    page.go_back()
    expect(page.locator(".search-chosen")).to_have_count(0)
    page.locator(".search-hit h3 a").first.click()
    page.wait_for_url(lambda url: "/search/" not in url)


def test_a_topic_is_found_in_every_language_without_scripts_too(person):
    page = person(javascript=False, width=360, height=740)
    page.goto("/en/search/?q=буџетот")
    expect(page.locator(".search-topic")).to_be_visible()
    everything = page.locator("#search-count").inner_text()
    page.locator(".search-topic a").click()
    expect(page.locator(".search-topic a")).to_be_visible()
    assert "topics=words" in page.url
    assert page.locator("#search-count").inner_text() != everything


def test_form_and_frame_say_what_was_searched_for_last(person):
    page = person()
    page.goto("/en/search/?q=buxhrt")
    page.evaluate("window.stays = true")
    field = page.get_by_role("combobox")
    page.locator(".search-meant a").click()
    page.wait_for_url("**/search/?q=buxhet")
    expect(field).to_have_value("buxhet")
    field.press("Enter")
    expect(page.locator(".search-hit mark").first).to_be_visible()
    assert page.url.endswith("/search/?q=buxhet")
    ask(page, "komuna")
    page.wait_for_url("**/search/?q=komuna")
    feed = page.locator('link[type="application/atom+xml"]')
    expect(feed).to_have_attribute("href", re.compile(r"/en/search/feed\.atom\?q=komuna$"))
    page.go_back()
    page.wait_for_url("**/search/?q=buxhet")
    expect(field).to_have_value("buxhet")
    page.go_forward()
    page.wait_for_url("**/search/?q=komuna")
    expect(field).to_have_value("komuna")
    assert page.evaluate("window.stays") is True
    field.fill("komun")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.get_by_role("link", name="Shqip").click()
    page.wait_for_url("**/sq/search/?q=komuna")
    expect(page.get_by_role("combobox")).to_have_value("komuna")


def test_a_day_that_was_taken_back_is_not_asked_for_again(person):
    page = person()
    page.goto("/en/search/?q=komuna")
    page.locator(".search-dates summary").click()
    day = page.get_by_label("From this day on")
    day.fill("2020-01-31")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=komuna&after=2020-01-31")
    page.locator(".search-chosen a").click()
    page.wait_for_url("**/search/?q=komuna")
    expect(day).to_have_value("")
    page.go_back()
    expect(day).to_have_value("2020-01-31")
    page.go_forward()
    expect(day).to_have_value("")
    ask(page, "buxhet")
    page.wait_for_url("**/search/?q=buxhet")


def test_the_address_of_an_empty_form_is_empty(person):
    page = person()
    page.goto("/en/search/?q=komuna")
    ask(page, "")
    page.wait_for_url("**/en/search/")


def test_a_search_that_is_not_answered_is_told_and_can_be_tried_again(person):
    page = person()
    page.goto("/en/search/?q=buxhet")
    field = page.get_by_role("combobox")
    field.fill("komuna")
    page.context.set_offline(True)
    field.press("Enter")
    alert = page.locator("#search [role=alert]")
    expect(alert).to_contain_text("try again")
    expect(field).to_have_value("komuna")
    assert page.url.endswith("?q=buxhet")
    page.context.set_offline(False)
    field.press("Enter")
    page.wait_for_url("**/search/?q=komuna")
    expect(alert).to_be_empty()


def test_what_is_typed_while_an_answer_is_on_its_way_stays(person):
    page, held = person(), []
    page.goto("/en/search/")
    page.route("**/search/?q=buxhet", lambda route: held.append(route))
    field = page.get_by_role("combobox")
    field.fill("buxhet")
    with page.expect_request("**/search/?q=buxhet"):
        field.press("Enter")
    field.press_sequentially(" komuna")
    held[0].continue_()
    page.wait_for_url("**/search/?q=buxhet")
    expect(page.locator(".search-hit mark").first).to_be_visible()
    expect(field).to_have_value("buxhet komuna")


def test_an_engine_that_is_down_is_told_once(person):
    page = person()
    page.goto("/en/search/?q=buxhet")
    down = page.content().replace('<div class="columns search-results">', '<p class="down">Down</p><div>')
    page.route("**/search/?q=komuna", lambda route: route.fulfill(status=503, content_type="text/html", body=down))
    ask(page, "komuna")
    expect(page.locator(".down")).to_be_visible()
    expect(page.locator("#search-failed")).to_be_empty()


def test_the_number_of_suggestions_is_said_anew_for_each_list(person):
    page = person()
    page.goto("/en/search/")
    page.evaluate(
        """() => {
            window.said = [];
            const told = document.getElementById("search-suggested");
            new MutationObserver(() => window.said.push(told.textContent)).observe(told, { childList: true });
        }"""
    )
    field = page.get_by_role("combobox")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    told = page.locator("#search-suggested")
    for letters in ("ci", "v", "i"):
        field.press_sequentially(letters)
        with page.expect_response("**/suggestions/**"):
            pass
        expect(told).to_have_text(re.compile(r"\d"))
        expect(told).to_contain_text(f": {options.count()}.")
    said = page.evaluate("window.said")
    assert len([text for text in said if text]) == 3
    assert all(not said[place - 1] for place, text in enumerate(said) if text and place)
