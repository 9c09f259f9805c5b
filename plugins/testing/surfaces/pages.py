"""Points that show on a page: the page is visited."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from consultations.tokens import follow_token
from plugins.kernel.registry import LoadedContribution
from plugins.testing.surfaces.asked import Look
from plugins.testing.surfaces.site_pages import front_page, front_page_key
from plugins.testing.working import do_due_work
from plugins.testing.world import World

Path = Callable[[LoadedContribution, World], str]


def _visit(path: Path, *, by_operator: bool = False) -> Look:
    def look(loaded: LoadedContribution, world: World, operator: Any) -> None:
        client = Client(raise_request_exception=False)
        if by_operator:
            client.force_login(operator)
        answer: Any = client.get(path(loaded, world))
        for _piece in answer.streaming_content if answer.streaming else ():
            continue  # a report is made while it is sent

    return look


def _consultation(rest: str = "") -> Path:
    return lambda loaded, world: f"/en/consultations/{world.consultation.uuid}/{rest}"


def _document(loaded: LoadedContribution, world: World) -> str:
    return f"/en/documents/{world.version.document.uuid}/"


def _submission(loaded: LoadedContribution, world: World) -> str:
    return f"/en/submissions/{world.submissions[0].uuid}/"


def _receipt(loaded: LoadedContribution, world: World) -> str:
    return f"/en/receipt/{follow_token(world.submissions[0].uuid)}/"


def _judging(loaded: LoadedContribution, world: World) -> str:
    return reverse("moderation_admin:submission", args=[world.submissions[0].uuid])


def _page_editor(loaded: LoadedContribution, world: World) -> str:
    return reverse("wagtailadmin_pages:edit", args=[front_page_key(world.institution)])


def _dataset(loaded: LoadedContribution, world: World) -> str:
    name = f"{loaded.plugin}.{loaded.contribution.options['name']}"
    return f"/api/v1/consultations/{world.consultation.uuid}/datasets/{name}.json"


def _results(loaded: LoadedContribution, world: World) -> str:
    options = loaded.contribution.options
    asked = {"institution": world.institution.slug}
    if loaded.contribution.point == "search.result":
        asked["kind"] = str(options["kind"])
    if loaded.contribution.point == "search.facet":
        asked[str(options["name"])] = "sample"
    return f"/en/search/?{urlencode(asked)}"


def _search(loaded: LoadedContribution, world: World, operator: Any) -> None:
    do_due_work()
    _visit(_results)(loaded, world, operator)


def _report(loaded: LoadedContribution, world: World, operator: Any) -> None:
    """A report is there from the closing on: the consultation is over while it is read."""
    consultation = world.consultation
    kept = {"opens_at": consultation.opens_at, "closes_at": consultation.closes_at}
    span = kept["closes_at"] - kept["opens_at"] + timedelta(days=1)
    rows = type(consultation)._default_manager.filter(pk=consultation.pk)
    rows.update(**{name: moment - span for name, moment in kept.items()})
    try:
        _visit(_consultation("report/?whole=1"))(loaded, world, operator)
    finally:
        rows.update(**kept)


VISITS: Mapping[str, Look] = {
    "home.page": _visit(lambda loaded, world: front_page(world.institution)),
    "consultation.header": _visit(_consultation()),
    "consultation.discussion": _visit(_consultation()),
    "document.discussion": _visit(_document),
    "provision.aside": _visit(_document),
    "submission.footer": _visit(_submission),
    "submission.page": _visit(_submission),
    "receipt.page": _visit(_receipt),
    "submission.fields": _visit(_consultation("take-part/")),
    "report.section": _report,
    "export.dataset": _visit(_dataset),
    "admin.page_button": _visit(_page_editor, by_operator=True),
    "moderation.aside": _visit(_judging, by_operator=True),
    "search.footer": _search,
    "search.result": _search,
    "search.facet": _search,
}
