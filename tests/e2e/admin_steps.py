"""What editors, reviewers, moderators and officials do with mouse and keyboard in the administration."""

import re

from playwright.sync_api import Page, expect

PASSWORD = "kuvend-demo"  # the demo's, printed by `manage.py demo`
DAY_AND_TIME = "%Y-%m-%d %H:%M"


def sign_in(page: Page, email: str, next_url: str = "/admin/") -> None:
    """Ask for an admin page, be sent to the log-in, and arrive."""
    page.goto(next_url)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def open_child(page: Page, *titles: str) -> None:
    """From the explorer, go down the tree of pages by titles."""
    page.goto("/admin/pages/")
    for title in titles:
        page.get_by_role("link", name=f"Explore child pages of '{title}'").click()


def add_block(page: Page, kind: str, position: int) -> None:
    """Insert a block at the end of a document's provisions."""
    body = page.locator("[data-contentpath=body]")
    body.get_by_role("button", name=re.compile("Insert a block")).last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    expect(page.locator(f"input[name=body-{position}-type]")).to_be_attached()


def write_rich_text(page: Page, position: int, text: str) -> None:
    """Type into a Draftail editor, as one does."""
    block = page.locator("[data-contentpath=body] [data-streamfield-child]").nth(position)
    block.get_by_role("textbox", name="Text").click()
    page.keyboard.type(text)


def more_actions(page: Page, name: str | re.Pattern[str]) -> None:
    """Choose from the menu beside the main button of a page's editor."""
    footer = page.locator("footer")
    footer.get_by_role("button", name="More actions").click()
    footer.get_by_role("button", name=name).click()


def said(page: Page, message: str | re.Pattern[str]) -> None:
    """Wagtail's message at the top."""
    expect(page.locator(".messages")).to_contain_text(message)
