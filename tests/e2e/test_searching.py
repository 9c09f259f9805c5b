"""Searching in a browser: with scripts nothing needs a new page, without them everything works as well."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

GRAVE = {"serious", "critical"}


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
    field = page.get_by_role("combobox")
    field.fill("citizens")
    field.press("Enter")
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
