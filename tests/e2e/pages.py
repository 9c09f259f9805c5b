"""Where each type of page is found on the demo's site."""

import json
import re
from dataclasses import dataclass
from urllib.request import urlopen

HOUSE = "jegunovce"
WIDE, NARROW = 1280, 360
ADMIN_PAGES = {
    "admin-dashboard": "/admin/",
    "admin-moderation": "/admin/plugins/moderation/",
    "admin-moderation-published": "/admin/plugins/moderation/?state=published",
    "admin-answers": "/admin/answers/",
    "admin-plugins": "/admin/plugin-administration/",
    "admin-plugin": f"/admin/plugin-administration/{HOUSE}/polls/",
    "admin-plugin-permissions": f"/admin/plugin-administration/{HOUSE}/hearing_calendar/permissions/",
    "admin-plugin-health": "/admin/plugin-administration/operator/health/polls/",
    "admin-polls": "/admin/plugins/polls/",
    "admin-hearings": "/admin/plugins/hearing_calendar/",
    "admin-settlements": "/admin/plugins/neighbourhoods/",
}


@dataclass(frozen=True)
class Shown:
    """A page type's name, its address, and the status it answers with."""

    name: str
    path: str
    status: int = 200


def read(site, path: str) -> str:
    """A page's HTML, or an API's JSON."""
    with urlopen(site.url + path, timeout=60) as response:
        return response.read().decode()


def listed(site, path: str) -> list[dict]:
    """An API's first page of things."""
    return json.loads(read(site, path))["items"]


def record_pages(site, language: str) -> list[Shown]:
    """The record of what the demo holds open, closed and answered, in one language of the interface."""
    demo = [item for item in listed(site, "/api/v1/consultations/") if len(item["titles"]) == 3]
    by_state = {item["state"]: item for item in demo}
    assert set(by_state) == {"open", "closed", "answered"}
    opened, start = by_state["open"], f"/{language}"
    document, version = opened["versions"][0]["document"], opened["versions"][0]["uuid"]
    threads = f"{start}/threads/versions/{version}/provisions/"
    provision = re.search(re.escape(threads) + r"([0-9a-f-]{36})/", read(site, f"{start}/documents/{document}/"))
    consultation = f"{start}/consultations/{opened['uuid']}/"
    thread = f"{start}/threads/consultations/{opened['uuid']}/"
    published = re.search(r'id="s-([0-9a-f-]{36})"', read(site, thread)).group(1)
    removed = re.search(r"/submissions/([0-9a-f-]{36})/", read(site, f"{start}/moderation/")).group(1)
    return [
        *(
            Shown(f"consultation-{state}", f"{start}/consultations/{item['uuid']}/")
            for state, item in by_state.items()
        ),
        *(
            Shown(f"report-{state}", f"{start}/consultations/{by_state[state]['uuid']}/report/")
            for state in ("closed", "answered")
        ),
        Shown("report-whole", f"{start}/consultations/{by_state['answered']['uuid']}/report/?whole=1"),
        Shown("document", f"{start}/documents/{document}/"),
        Shown("thread", thread),
        Shown("thread-answered", f"{start}/threads/consultations/{by_state['answered']['uuid']}/"),
        Shown("provision-thread", f"{threads}{provision.group(1)}/"),
        Shown("submission", f"{start}/submissions/{published}/"),
        Shown("submission-removed", f"{start}/submissions/{removed}/"),
        Shown("take-part", f"{consultation}take-part/"),
        Shown("take-part-provision", f"{consultation}take-part/?version={version}&provision={provision.group(1)}"),
        Shown("take-part-closed", f"{start}/consultations/{by_state['closed']['uuid']}/take-part/"),
    ]


def plugins_pages(site, language: str) -> list[Shown]:
    """Pages of the example plugins, as linked from the open consultation."""
    start = f"/{language}"
    opened = next(item for item in listed(site, "/api/v1/consultations/") if item["state"] == "open")
    html = read(site, f"{start}/consultations/{opened['uuid']}/")
    poll = re.search(r'id="poll-([0-9a-f-]{36})"', html).group(1)
    hearing = re.search(r"/hearings/([0-9a-f-]{36})/\"", html).group(1)
    return [
        Shown("poll", f"{start}/polls/{poll}/"),
        Shown("hearings", f"{start}/hearings/"),
        Shown("hearing", f"{start}/hearings/{hearing}/"),
    ]


def site_pages(language: str) -> list[Shown]:
    """Pages that need no record."""
    paths = {
        "portal": "/",
        "consultations": "/consultations/",
        "institutions": "/institutions/",
        "moderation-log": "/moderation/",
        "search": "/search/?q=zdruzenija",
        "search-nothing": "/search/?q=kaleidoskop",
        "sign-in": "/accounts/login/",
        "open-an-account": "/accounts/signup/",
        "help-take-part": "/help/take-part/",
        "help-privacy": "/help/privacy/",
        "help-accessibility": "/help/accessibility/",
    }
    return [
        *(Shown(name, f"/{language}{path}") for name, path in paths.items()),
        Shown("not-found", f"/{language}/no-such-page/", 404),
    ]


def editors_pages(language: str) -> list[Shown]:
    """Pages of the tree that editors write."""
    paths = {
        "institution": "",
        "section": "gragjanski-sektor/",
        "article": "gragjanski-sektor/forum/",
        "news-section": "vesti/",
        "news": "vesti/osumnaeset-rezultati/",
        "document-page": "dokumenti/jegunovce-strategy/",
        "consultation-page": "konsultacii/jegunovce-strategy-consultation/",
    }
    return [Shown(name, f"/{language}/{HOUSE}/{path}") for name, path in paths.items()]


def cyrillic_pages(site) -> list[Shown]:
    """Serbian in Cyrillic: the tree written in Latin, transliterated."""
    closed = next(item for item in listed(site, "/api/v1/consultations/") if item["institution"]["slug"] == "ogg")
    return [
        Shown("portal", "/sr/"),
        Shown("institution", "/sr/ogg/"),
        Shown("article", "/sr/ogg/bashkepunimi/civikos/"),
        Shown("document-page", "/sr/ogg/dokumentet/kosovo-strategy/"),
        Shown("consultation-closed", f"/sr/consultations/{closed['uuid']}/"),
        Shown("report-closed", f"/sr/consultations/{closed['uuid']}/report/"),
        Shown("thread", f"/sr/threads/consultations/{closed['uuid']}/"),
    ]


def pages_in(site, language: str) -> list[Shown]:
    """Every public page type, in one language of the interface."""
    if language == "sr":
        return [*cyrillic_pages(site), *plugins_pages(site, language)]
    return [
        *site_pages(language),
        *editors_pages(language),
        *record_pages(site, language),
        *plugins_pages(site, language),
    ]
