"""What citizens do on the public site, and what they find in their mail."""

import email
import re
import time
from email.policy import default as modern

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

MAIL_SECONDS = 20
TABS = 80
BETWEEN_MAILS = "\n" + "-" * 79 + "\n"  # as Django's mail backend writes several into one file


def words(language: str, text: str) -> str:
    """A text of the interface in a language, as the catalogue has it."""
    with translation.override(language):
        said = gettext(text)
    assert said != text, f"not translated into {language}: {text}"
    return said


def mail_to(site, address: str, pattern: str) -> str:
    """What `pattern`'s group finds in the newest mail to an address; waits for it."""
    give_up = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < give_up:
        for message in reversed(letters(site)):
            found = re.search(pattern, message.get_content())
            if message["To"] == address and found:
                return found.group(1)
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address} with {pattern}")


def letters(site) -> list:
    """All mails sent so far, decoded, oldest first."""
    texts = [text for mails in site.mails() for text in mails.split(BETWEEN_MAILS) if text.strip()]
    return [email.message_from_string(text.strip(), policy=modern) for text in texts]


def tab_to(page: Page, goal: Locator) -> None:
    """Move the keyboard's focus until it stands on `goal`, which must be reachable and visibly focused."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === document.activeElement"):
            outline = goal.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", "the focus cannot be seen"
            return
    raise AssertionError(f"the keyboard does not reach {goal}")


def write_by_keyboard(page: Page, language: str, **fields: str) -> None:
    """Fill the form of taking part, and send it, without a mouse."""
    for name, value in fields.items():
        tab_to(page, page.locator(f"main form [name={name}]"))
        page.keyboard.type(value)
    tab_to(page, page.get_by_role("button", name=words(language, "Send"), exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/**")


def sign_in_by_code(page: Page, site, address: str, language: str) -> None:
    """Ask for a code, read it in the mail, enter it."""
    page.goto(f"/{language}/accounts/login/")
    page.locator("main [name=login]").fill(address)
    page.get_by_role("button", name=words(language, "Send me a code")).click()
    page.locator("main [name=code]").fill(mail_to(site, address, r"(?m)^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$"))
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url("**/mine/")


def found_by_search(page: Page, language: str, typed: str, count: int) -> None:
    """The search finds as many contributions, once the worker has fed it."""
    give_up = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < give_up:
        page.goto(f"/{language}/search/")
        page.locator("main [name=q]").fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?*")
        if page.locator(".search-hit__passage mark").count() >= count:
            break
        time.sleep(0.5)
    expect(page.locator(".search-hit").filter(has=page.locator(".search-hit__passage mark"))).to_have_count(count)
