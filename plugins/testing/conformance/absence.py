"""Does the platform work with the plugin's package gone, and its tables still there?"""

import types
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from consultations.authors import Deposited
from consultations.services.submit import submit
from consultations.services.withdraw_submission import withdraw_submission
from consultations.states import SubmissionState
from consultations.tokens import follow_token
from plugins.kernel.discovery import Discovery
from plugins.kernel.registry import registry
from plugins.testing.conformance.manifest import foreign_constraints
from plugins.testing.conformance.subject import Subject
from plugins.testing.conformance.visiting import client_at
from plugins.testing.world import World


def absence_objections(subject: Subject, operator: Any) -> list[str]:
    """What of the platform does not work without the plugin, in a world that it was on in and has left rows in."""
    found = foreign_constraints(subject.slug)
    world = subject.world("bereaved")
    with without(subject.slug):
        return [*found, *_pages(world, operator), *_record(world)]


@contextmanager
def without(slug: str) -> Iterator[None]:
    """As if the plugin's package had never been installed: not loaded, and none of its addresses mounted."""
    discovery = Discovery(plugins=tuple(plugin for plugin in registry.plugins if plugin.slug != slug))
    gone = frozenset({slug, f"{slug}_api", f"{slug}_admin"})
    root: Any = get_resolver().urlconf_module
    urls = types.ModuleType("urls_without_a_plugin")
    vars(urls).update({name: value for name, value in vars(root).items() if name.startswith("handler")})
    urls.urlpatterns = _without(root.urlpatterns, gone)  # type: ignore[attr-defined]
    with registry.using(discovery), override_settings(ROOT_URLCONF=urls):
        yield


def _without(patterns: Iterable[URLPattern | URLResolver], gone: frozenset[str]) -> list[URLPattern | URLResolver]:
    kept: list[URLPattern | URLResolver] = []
    for item in patterns:
        if not isinstance(item, URLResolver):
            kept.append(item)
        elif item.namespace not in gone:
            inner = _without(item.url_patterns, gone)
            kept.append(URLResolver(item.pattern, inner, item.default_kwargs, item.app_name, item.namespace))
    return kept


def _pages(world: World, operator: Any) -> Iterator[str]:
    submission = world.submissions[0].uuid
    public = (
        "/en/consultations/",
        f"/en/consultations/{world.consultation.uuid}/",
        f"/en/consultations/{world.consultation.uuid}/take-part/",
        f"/en/documents/{world.version.document.uuid}/",
        f"/en/submissions/{submission}/",
        f"/en/receipt/{follow_token(submission)}/",
        "/api/v1/submissions/",
        "/api/v1/schema/",
    )
    for user, paths in ((None, public), (operator, ("/admin/",))):
        client = client_at(None, user)
        for path in paths:
            answer = client.get(path)
            if answer.status_code != 200:
                yield f"without the plugin, {path} answers {answer.status_code}"


def _record(world: World) -> Iterator[str]:
    """Somebody takes part, and takes it back."""
    try:
        taken = submit(
            consultation_uuid=world.consultation.uuid,
            text="Without it.",
            language="en",
            author=Deposited(entered_by=None, display_name="A citizen"),
            channel="paper",
        )
        withdraw_submission(taken.follow_token)
        taken.submission.refresh_from_db()
    except Exception as error:
        yield f"without the plugin, nobody can take part: {type(error).__name__}: {error}"
        return
    if taken.submission.state != SubmissionState.WITHDRAWN:
        yield f"without the plugin, a withdrawn submission is {taken.submission.state}"
