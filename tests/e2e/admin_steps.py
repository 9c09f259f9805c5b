"""What editors, reviewers, moderators and officials do with mouse and keyboard in the administration."""

import re

from playwright.sync_api import Page, expect

PASSWORD = "kuvend-demo"  # the demo's, printed by `manage.py demo`


def sign_in(page: Page, email: str) -> None:
    """Ask for the administration, be sent to its log-in, and arrive."""
    page.goto("/admin/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def new_page(page: Page, section: tuple[str, ...], kind: str, title: str) -> None:
    """From the explorer down to a section, and there a new page, saved as a draft."""
    page.goto("/admin/pages/")
    for name in section:
        page.get_by_role("link", name=f"Explore child pages of '{name}'").click()
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name=kind, exact=True).click()
    # The form's scripts are at work when its stream fields are there.
    expect(page.get_by_role("button", name=re.compile("Insert a block")).first).to_be_visible()
    page.get_by_role("textbox", name="Title*").fill(title)
    page.keyboard.press("Tab")
    expect(page.locator("[name=slug]")).not_to_have_value("")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/")


def add_block(page: Page, kind: str, position: int) -> None:
    """Insert a block at the end of a document's provisions."""
    body = page.locator("[data-contentpath=body]")
    body.get_by_role("button", name=re.compile("Insert a block")).last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    expect(page.locator(f"input[name=body-{position}-type]")).to_be_attached()


def add_provision(page: Page, position: int, kind: str, number: str, heading: str, text: str = "") -> None:
    """One provision; its text is typed into the rich text editor."""
    add_block(page, kind, position)
    page.locator(f"[name=body-{position}-value-number]").fill(number)
    page.locator(f"[name=body-{position}-value-heading]").fill(heading)
    if text:
        block = page.locator("[data-contentpath=body] [data-streamfield-child]").nth(position)
        block.locator("[contenteditable=true]").click()
        page.keyboard.type(text)
        # The editor hands to the form what was typed only after a pause.
        expect(page.locator(f"[name=body-{position}-value-text]")).to_have_value(re.compile(re.escape(text)))


def submit_for_review(page: Page) -> None:
    """Start the workflow from the menu beside the main button."""
    more_actions(page, re.compile("^Submit to"))


def approve(page: Page, title: str) -> None:
    """From the dashboard's list of what waits for the reviewer, to its publication."""
    page.goto("/admin/")
    page.get_by_role("link", name=title).first.click()
    more_actions(page, re.compile("^\\s*Approve and Publish"))


def more_actions(page: Page, name: str | re.Pattern[str]) -> None:
    """Choose from the menu beside the main button of a page's editor."""
    footer = page.locator("footer")
    footer.get_by_role("button", name="More actions").click()
    footer.get_by_role("button", name=name).click()


def translate(page: Page, words: dict[str, str], *, into: str) -> None:
    """From the editor of a published page: have it translated, write every string, publish."""
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Translate this page").first.click()
    page.get_by_label(into).check()
    page.locator("main form").get_by_role("button", name="Submit").click()
    expect(page.locator(".messages")).to_contain_text("successfully submitted for translation")
    for source, target in words.items():
        expect(page.get_by_text(source, exact=True).last).to_be_visible()
        page.get_by_role("button", name="Translate", exact=True).first.click()
        page.keyboard.type(target)
        save = page.get_by_role("button", name="Save", exact=True)
        with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            save.click()
        assert saved.value.ok
        expect(save).to_have_count(0)
    expect(page.get_by_role("button", name="Translate", exact=True)).to_have_count(0)
    page.get_by_role("button", name=f"Publish in {into}").click()
    said(page, re.compile(f"Published .* in {into}\\."))


def choose_document(page: Page, title: str) -> None:
    """Put a document into a consultation, through the chooser's search."""
    page.get_by_role("button", name="Add document").click()
    page.get_by_role("button", name="Choose a page").first.click()
    dialogue = page.locator(".modal-body")
    dialogue.get_by_label("Search term").fill(title)
    dialogue.get_by_role("link", name=title).click()
    expect(dialogue).to_have_count(0)


def said(page: Page, message: str | re.Pattern[str]) -> None:
    """Wagtail's message at the top."""
    expect(page.locator(".messages")).to_contain_text(message)
