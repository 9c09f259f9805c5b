"""Every page type, small and large: it answers, fits, raises nothing; `--screenshots` keeps pictures."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import admin_steps as admin
from tests.e2e import citizen_steps as citizen
from tests.e2e.pages import ADMIN_PAGES, NARROW, WIDE, Shown, listed, pages_in

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
STICKS_OUT = """
() => [...document.querySelectorAll("body *")].filter((element) => {
  if (element.getBoundingClientRect().right <= document.documentElement.clientWidth + 1) return false;
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (getComputedStyle(box).overflowX !== "visible") return false;
  }
  return true;
}).map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
"""


@pytest.fixture
def camera(pytestconfig):
    """Takes a picture where pictures are wanted; the browser's window has one of the two widths."""

    def take(page, width, name):
        if pytestconfig.getoption("--screenshots"):
            FOLDER.mkdir(exist_ok=True)
            page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)

    return take


def faults_of(page, shown: Shown, width: int) -> list[str]:
    """What is wrong with the page that is open."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{shown.path} is {wide} wide at {width}: {page.evaluate(STICKS_OUT)[:5]}"] if wide > width else []


@pytest.mark.parametrize("language", ["sq", "mk", "sr"])
def test_screenshots_of_public_pages_fit_small_and_large_screens(person, site, camera, language):
    page, faults = person(width=NARROW, height=800), []
    page.on(
        "response",
        lambda response: (
            faults.append(f"{response.status} {response.url}")
            if response.status >= 400 and response.request.resource_type != "document"
            else None
        ),
    )
    for shown in pages_in(site, language):
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 800})
            response = page.goto(shown.path)
            if response.status != shown.status:
                faults.append(f"{response.status} {shown.path}")
            faults += faults_of(page, shown, width)
            camera(page, width, f"{language}-{shown.name}")
    assert faults == []


def test_screenshots_of_an_authors_private_pages(person, site, camera):
    page = person(width=NARROW, height=800, locale="sq")
    opened = next(item for item in listed(site, "/api/v1/consultations/") if item["state"] == "open")
    page.goto(f"/sq/consultations/{opened['uuid']}/take-part/")
    page.locator("main [name=text]").fill("Faleminderit për këtë konsultim.")
    page.locator("main [name=email]").fill("arta@example.org")
    page.get_by_role("button", name=citizen.words("sq", "Send"), exact=True).click()
    page.wait_for_url("**/receipt/**")
    private_page = page.locator(".private-link").get_attribute("href")
    confirm = citizen.mail_to(site, "arta@example.org", r"(https?://\S+/sq/verify/\S+)")
    faults = []
    for name, address in (("receipt", page.url), ("follow", private_page), ("verify", confirm)):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 800})
            faults += faults_of(page, Shown(name, address), width)
            camera(page, width, f"sq-{name}")
    assert faults == []


def test_screenshots_of_the_administration(person, camera):
    page, faults = person(), []
    admin.sign_in(page, "operator@example.org")
    for name, path in ADMIN_PAGES.items():
        response = page.goto(path)
        if response.status != 200:
            faults.append(f"{response.status} {path}")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            camera(page, width, f"en-{name}")
        page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto("/admin/answers/")
    page.get_by_role("link", name=re.compile("civil|civile|граѓан", re.IGNORECASE)).first.click()
    expect(page.get_by_role("button", name="Publish the answer")).to_be_visible()
    camera(page, WIDE, "en-admin-answers-consultation")
    assert faults == []
