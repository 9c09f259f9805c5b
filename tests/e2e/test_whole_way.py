"""One draft's whole way: written, approved, translated, consulted on, commented, moderated, found, answered."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import expect

from tests.e2e import admin_steps as admin
from tests.e2e import citizen_steps as citizen

pytestmark = pytest.mark.e2e

HOUSE = ("Кувенд", "Општина Јегуновце")
DOCUMENT = {"mk": "Предлог-одлука за месниот дом", "sq": "Projektvendim për shtëpinë e fshatit"}
CHAPTER = {"mk": "Општи одредби", "sq": "Dispozita të përgjithshme"}
PURPOSE = {"mk": "Намена", "sq": "Qëllimi"}
PURPOSE_TEXT = {
    "mk": "Месниот дом им служи на здруженијата.",
    "sq": "Shtëpia e fshatit u shërben shoqatave.",
}
HOURS = {"mk": "Работно време", "sq": "Orari"}
HOURS_TEXT = {"mk": "Домот е отворен до 20 часот.", "sq": "Shtëpia është e hapur deri në orën 20."}
CONSULTATION = {"mk": "Консултација за месниот дом", "sq": "Konsultim për shtëpinë e fshatit"}
COMMENT = "Mbledhësit e kërpudhave punojnë ditën: le të jetë e hapur deri në orën 22."
REPLY = "Pajtohem me mbledhësit e kërpudhave, por vetëm të premteve."
ANSWER = "Прифатено: домот ќе биде отворен до 22 часот."
GUEST = "vjosa@example.org"


def test_draft_becomes_a_consultation_that_citizens_answer(person, site):
    editor, reviewer, guest, member = (
        person(),
        person(),
        person(width=390, javascript=False, locale="sq"),
        person(),
    )
    admin.sign_in(editor, "editor.jegunovce@example.org")
    admin.sign_in(reviewer, "reviewer.jegunovce@example.org")
    write_and_publish_the_document(editor, reviewer)
    schedule_the_consultation(editor, reviewer)

    private_page = comment_as_a_guest(guest, site)
    moderator = person()
    admin.sign_in(moderator, "moderator.jegunovce@example.org")
    publish_from_the_queue(moderator, COMMENT)
    guest.goto(private_page)
    expect(guest.locator("main .tag--published")).to_be_visible()
    support_and_reply(member, site, moderator)
    citizen.found_by_search(guest, "sq", "kerpudhave", count=2)
    hide_and_restore(moderator, guest)

    official = person()
    admin.sign_in(official, "official.jegunovce@example.org")
    answer(official)
    read_the_answer(guest, private_page)


def write_and_publish_the_document(editor, reviewer):
    """Editor's draft, reviewer's approval and translation."""
    admin.new_page(editor, (*HOUSE, "Документи"), "Document", DOCUMENT["mk"])
    admin.add_provision(editor, 0, "Chapter", "I", CHAPTER["mk"])
    admin.add_provision(editor, 1, "Article", "1", PURPOSE["mk"], PURPOSE_TEXT["mk"])
    admin.add_provision(editor, 2, "Article", "2", HOURS["mk"], HOURS_TEXT["mk"])
    admin.submit_for_review(editor)
    admin.said(editor, "submitted for moderation")

    admin.approve(reviewer, DOCUMENT["mk"])
    reviewer.get_by_role("link", name=DOCUMENT["mk"]).first.click()
    strings = (DOCUMENT, CHAPTER, PURPOSE, PURPOSE_TEXT, HOURS, HOURS_TEXT)
    admin.translate(reviewer, {text["mk"]: text["sq"] for text in strings}, into="Albanian")


def schedule_the_consultation(editor, reviewer):
    """Too short at first: the editor is told the earliest lawful closing, and takes it."""
    now = timezone.localtime()
    admin.new_page(editor, (*HOUSE, "Јавни консултации"), "Consultation", CONSULTATION["mk"])
    admin.choose_document(editor, DOCUMENT["mk"])
    editor.locator("[name=opens_at]").fill(f"{now:%Y-%m-%d %H:%M}")
    editor.locator("[name=closes_at]").fill(f"{now + timedelta(days=8):%Y-%m-%d %H:%M}")
    editor.keyboard.press("Escape")
    admin.submit_for_review(editor)
    earliest = datetime.combine(now.date() + timedelta(days=20), time(23, 59))
    with translation.override("en"):  # as the editor's admin is
        spoken = date_format(earliest, "j F Y")
    expect(editor.locator("[data-contentpath=closes_at]")).to_contain_text(
        f"The earliest lawful closing is {spoken}, 23:59."
    )
    editor.locator("[name=closes_at]").fill(f"{earliest:%Y-%m-%d %H:%M}")
    editor.keyboard.press("Escape")
    admin.submit_for_review(editor)
    admin.said(editor, "submitted for moderation")

    admin.approve(reviewer, CONSULTATION["mk"])
    reviewer.get_by_role("link", name=CONSULTATION["mk"]).first.click()
    admin.translate(reviewer, {CONSULTATION["mk"]: CONSULTATION["sq"]}, into="Albanian")


def comment_as_a_guest(page, site):
    """Albanian, on a phone, without JavaScript; the private page's address is returned."""
    page.goto("/sq/consultations/")
    page.get_by_role("link", name=CONSULTATION["sq"]).click()
    page.get_by_role("link", name=DOCUMENT["sq"]).first.click()
    article = page.locator(".provision", has_text=HOURS["sq"])
    expect(article).to_contain_text(HOURS_TEXT["sq"])
    article.locator("a[href*='/take-part/']").click()
    expect(page.locator("main")).to_contain_text(HOURS_TEXT["sq"])
    citizen.write_by_keyboard(page, "sq", text=COMMENT, name="Vjosa", email=GUEST)
    private_page = page.locator(".private-link").get_attribute("href")

    page.goto(citizen.mail_to(site, GUEST, r"(https?://\S+/sq/verify/\S+)"))
    expect(page.locator("main")).to_contain_text(COMMENT)
    page.get_by_role("button", name=citizen.words("sq", "Yes, I wrote it")).click()
    page.goto(private_page)
    expect(page.locator("main")).to_contain_text(COMMENT)
    expect(page.locator("main .tag--held")).to_be_visible()
    return private_page


def publish_from_the_queue(page, text):
    """What waits for the moderator is published by a tick and a button."""
    page.goto("/admin/plugins/moderation/")
    page.get_by_role("row").filter(has_text=text).get_by_role("checkbox").check()
    page.get_by_role("button", name="Publish the chosen ones").click()
    expect(page.get_by_role("row").filter(has_text=text)).to_have_count(0)


def open_thread(page):
    """The thread of the article, from its place in the document."""
    page.goto("/sq/consultations/")
    page.get_by_role("link", name=CONSULTATION["sq"]).click()
    page.get_by_role("link", name=DOCUMENT["sq"]).first.click()
    page.locator(".provision", has_text=HOURS["sq"]).locator("a[href*='/threads/']").first.click()


def support_and_reply(page, site, moderator):
    """Another citizen, with an account and with JavaScript."""
    citizen.sign_in_by_code(page, site, "citizen@example.org", "sq")
    open_thread(page)
    comment = page.locator(".submission", has_text=COMMENT)
    comment.get_by_role("button", name=citizen.words("sq", "Support"), exact=True).click()
    expect(comment.get_by_role("button", name=citizen.words("sq", "Take back my support"))).to_be_visible()
    comment.locator("a[href*='parent=']").first.click()
    citizen.write_by_keyboard(page, "sq", text=REPLY)
    publish_from_the_queue(moderator, REPLY)
    open_thread(page)
    expect(page.locator("main")).to_contain_text(COMMENT)
    expect(page.locator("main")).to_contain_text(REPLY)


def hide_and_restore(moderator, reader):
    """A decision and its undoing, each with a public reason."""
    moderator.goto("/admin/plugins/moderation/?state=published")
    moderator.get_by_role("row").filter(has_text=REPLY).get_by_role("link").first.click()
    decide_on, public = moderator.url, moderator.get_by_role("link", name="As the public sees it")
    address = public.get_attribute("href").replace("/en/", "/mk/")
    for action, reason in (("Hide", "Се проверува авторот."), ("Restore", "Авторот е проверен.")):
        moderator.goto(decide_on)
        moderator.get_by_role("button", name=re.compile(f"^{action}.*write the reason")).click()
        moderator.get_by_label(re.compile("Public reason")).first.fill(reason)
        moderator.locator("#decision-section form").get_by_role("button").click()
        moderator.wait_for_url(re.compile(r"/admin/plugins/moderation/(#.*)?$"))
        reader.goto(address)
        expect(reader.locator("main")).to_contain_text(reason)
        assert (REPLY in reader.locator("main").inner_text()) == (action == "Restore")


def answer(official):
    """The official answers the comment."""
    official.goto("/admin/answers/")
    official.get_by_role("link", name=CONSULTATION["mk"]).or_(
        official.get_by_role("link", name=CONSULTATION["sq"])
    ).first.click()
    official.get_by_role("row").filter(has_text=COMMENT).get_by_role("checkbox").check()
    official.locator("[name=outcome][value=accepted]").check()
    official.locator("[name=reason_mk]").fill(ANSWER)
    official.get_by_role("button", name="Publish the answer").click()
    expect(official.locator("main")).to_contain_text("1 of 1 contributions are answered.")


def read_the_answer(page, private_page):
    """Beside the comment in its thread, and on the author's private page."""
    open_thread(page)
    expect(page.locator(".submission", has_text=COMMENT).locator(".response")).to_contain_text(ANSWER)
    page.goto(private_page)
    expect(page.locator("main")).to_contain_text(ANSWER)
