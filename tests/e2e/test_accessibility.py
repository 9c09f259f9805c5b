"""axe finds nothing serious on the public pages: WCAG 2.2 AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.pages import NARROW, pages_in

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
GRAVE = {"serious", "critical"}


def test_public_pages_break_no_rule_of_wcag(person, site):
    page, faults, axe = person(width=NARROW, height=800), [], Axe()
    for shown in pages_in(site, "sq"):
        page.goto(shown.path)
        for violation in axe.run(page, options=RULES).response["violations"]:
            if violation["impact"] in GRAVE:
                places = [node["target"] for node in violation["nodes"][:3]]
                faults.append(f"{shown.path}: {violation['id']} ({violation['help']}) at {places}")
    assert faults == []
