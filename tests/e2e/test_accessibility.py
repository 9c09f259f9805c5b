"""axe finds nothing serious on the public pages: WCAG 2.2 AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e import admin_steps as admin
from tests.e2e.pages import ADMIN_PAGES, NARROW, pages_in

pytestmark = pytest.mark.e2e

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
GRAVE = {"serious", "critical"}


def grave_faults(page, paths):
    """What axe finds grave on the pages."""
    faults, axe = [], Axe()
    for path in paths:
        page.goto(path)
        for violation in axe.run(page, options=RULES).response["violations"]:
            if violation["impact"] in GRAVE:
                places = [node["target"] for node in violation["nodes"][:3]]
                faults.append(f"{path}: {violation['id']} ({violation['help']}) at {places}")
    return faults


def test_public_pages_break_no_rule_of_wcag(person, site):
    page = person(width=NARROW, height=800)
    assert grave_faults(page, [shown.path for shown in pages_in(site, "sq")]) == []


def test_pages_of_the_administration_break_no_rule_of_wcag(person):
    page = person(width=NARROW, height=800)
    admin.sign_in(page, "operator@example.org")
    assert grave_faults(page, ADMIN_PAGES.values()) == []
