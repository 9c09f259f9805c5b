"""Plugins that are installed and off cost a page nothing: not a query, not a call."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe

from consultations.models import Institution
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.registry import registry
from plugins.testing.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_failures")]

INSTALLED, ENABLED = 20, 3
POINTS = ("consultation.header", "consultation.discussion", "document.discussion", "submission.page", "home.page")


@pytest.fixture
def calls(monkeypatch):
    """How often each plugin's slots were called; each call makes one query."""
    counted = Counter()

    def slot(slug):
        def handler(context):
            counted[slug] += 1
            Institution.objects.exists()
            return mark_safe(f"<p>said by {slug}</p>")

        return handler

    handlers = SimpleNamespace(**{slug: slot(slug) for slug in slugs(INSTALLED)})
    monkeypatch.setitem(__import__("sys").modules, "kvtest_cost", handlers)
    return counted


def slugs(number):
    return [f"cost_{index:02}" for index in range(number)]


def installed(number):
    """The first so many plugins; of all of them the first three are on."""
    return Discovery(
        plugins=tuple(
            LoadedPlugin(
                slug,
                PluginManifest(
                    slug=slug,
                    version="1.0",
                    requires_api=">=1",
                    app=slug,
                    name={"en": slug},
                    description={"en": slug},
                    permitted_by_default=index < ENABLED,
                    contributions=tuple(
                        Contribution(point=point, handler=f"kvtest_cost:{slug}", name=point) for point in POINTS
                    ),
                ),
            )
            for index, slug in enumerate(slugs(number))
        )
    )


@pytest.fixture
def pages():
    """The addresses of a consultation, its document and a submission on it."""
    with registry.using(Discovery()):
        world = make_world()
    return [
        f"/en/consultations/{world.consultation.uuid}/",
        f"/en/documents/{world.version.document.uuid}/",
        f"/en/submissions/{world.submissions[0].uuid}/",
    ]


def queries(client, address, number):
    """The statements of one page with so many plugins installed, and its text."""
    with registry.using(installed(number)):
        client.get(address)  # what is remembered for the process is remembered before counting
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


def test_page_makes_as_many_queries_with_seventeen_more_plugins_that_are_off(client, pages, calls):
    for address in pages:
        alone, text_alone = queries(client, address, ENABLED)
        calls.clear()
        among_all, text = queries(client, address, INSTALLED)
        assert among_all == alone
        assert set(calls) == set(slugs(ENABLED))
        assert [slug for slug in slugs(INSTALLED) if f"said by {slug}" in text] == slugs(ENABLED)
        assert text.count("said by") == text_alone.count("said by")
