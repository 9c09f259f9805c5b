"""Asking a plugin's handlers what they would put on a page, into a report, into a data set."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast, get_args
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.safestring import SafeString

from plugins.kernel.invoking import resolve
from plugins.kernel.points import ExtensionPoint, Timing, declared
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.scope import Scope
from plugins.testing.conformance.subject import Subject
from plugins.testing.surfaces.site_pages import front_page_key
from plugins.testing.world import World

ACTS = frozenset({"admin.bulk_action"})
"""Points whose handlers do something when asked."""


@dataclass(frozen=True)
class Answer:
    """What one handler answered: the HTML in it, and everything in it as one text. `error`: why there is none."""

    where: str
    html: str = ""
    text: str = ""
    error: str = ""


def request_of(world: World | None, user: Any | None = None, language: str = "en") -> HttpRequest:
    """A request for nothing in particular, at the world's institution or (None) at the portal."""
    request: Any = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.session = SessionBase()
    request.htmx = False
    request.LANGUAGE_CODE = language
    request.institution = world.institution if world else None
    return cast(HttpRequest, request)


def readable_points(subject: Subject) -> Iterator[tuple[LoadedContribution, ExtensionPoint[Any, Any]]]:
    """The plugin's contributions that are asked while something is read."""
    for loaded in subject.contributions:
        point = declared()[loaded.contribution.point]
        if point.timing is Timing.REQUEST and point.name not in ACTS and dataclasses.is_dataclass(point.context):
            yield loaded, point


@dataclass(frozen=True)
class Asker:
    """One handler that can be asked. `is_html`: its answer is a part of a page.

    `prepared(world, user)` makes its context and returns what then asks it.
    """

    key: str
    is_html: bool
    prepared: Callable[[World, Any | None], Callable[[], Answer]]

    def ask(self, world: World, user: Any | None) -> Answer:
        """What it answers in a world."""
        return self.prepared(world, user)()


def askers(subject: Subject) -> list[Asker]:
    """Every handler of the plugin that answers while something is read, and its blocks."""
    found = [
        Asker(loaded.key, answers_html(point), partial(_prepared, subject, loaded, point))
        for loaded, point in readable_points(subject)
    ]
    blocks = subject.contributions_to("page.block")
    return found + [Asker(loaded.key, True, partial(_prepared_block, loaded)) for loaded in blocks]


def answers(subject: Subject, world: World, user: Any | None = None) -> list[Answer]:
    """What the plugin's handlers answer in a world, each asked once, for what is in it."""
    return [asker.ask(world, user) for asker in askers(subject)]


def _prepared_block(loaded: LoadedContribution, world: World, user: Any | None) -> Callable[[], Answer]:
    return partial(_block_answer, loaded, request_of(world, user))


def _block_answer(loaded: LoadedContribution, request: HttpRequest) -> Answer:
    """A block as it is shown with what it offers an editor to begin with."""
    try:
        block = resolve(loaded.contribution.handler)()
        html = str(block.render(block.normalize(block.get_default()), {"request": request}))
    except Exception as error:
        return Answer(loaded.key, error=f"{loaded.key} fails: {type(error).__name__}: {error}")
    return Answer(loaded.key, html=html, text=html)


def _prepared(
    subject: Subject, loaded: LoadedContribution, point: ExtensionPoint[Any, Any], world: World, user: Any | None
) -> Callable[[], Answer]:
    context = context_of(subject, loaded, point, world, user)
    return partial(_answer_of, loaded, point, context, world.institution.uuid)


def _answer_of(
    loaded: LoadedContribution, point: ExtensionPoint[Any, Any], context: Any, institution: UUID
) -> Answer:
    """What one handler answers. A handler that raises or answers wrongly is told of in `error`."""
    outcome = point.ask(loaded, context, Scope(institution, getattr(context, "consultation", None)))
    if outcome.error is not None:
        return Answer(loaded.key, error=f"{loaded.key} fails: {type(outcome.error).__name__}: {outcome.error}")
    if outcome.value is None:
        return Answer(loaded.key)
    value = list(outcome.value) if hasattr(outcome.value, "__next__") else outcome.value
    return Answer(loaded.key, html="\n".join(_html_in(value)), text="\n".join(_texts_in(value)))


def context_of(
    subject: Subject,
    loaded: LoadedContribution,
    point: ExtensionPoint[Any, Any],
    world: World,
    user: Any | None = None,
) -> Any:
    """A context of the point's own class, of what is in the world. TypeError for a field nothing is known for."""
    options = loaded.contribution.options
    known: dict[str, Any] = {
        "institution": world.institution.uuid,
        "institutions": (world.institution.uuid,),
        "consultation": world.consultation.uuid,
        "document": world.version.document.uuid,
        "version": world.version.uuid,
        "provision_uids": tuple(world.provision_uids),
        "submission_uuids": tuple(submission.uuid for submission in world.submissions),
        "submission": world.submissions[0].uuid,
        "participants": tuple(world.participants),
        "submissions": tuple(submission.uuid for submission in world.submissions),
        "language": "en",
        "request": request_of(world, user),
        "list": options.get("list"),
        "uuids": _rows_of(str(options.get("list")), world),
        "kind": options.get("kind"),
        "hits": _hits(subject, str(options.get("kind")), world),
        "query": "benches",
        "total": len(world.submissions),
    }
    fields = dataclasses.fields(point.context)
    if "page" in {one.name for one in fields}:
        known["page"] = front_page_key(world.institution)
    return point.context(**{one.name: known[one.name] for one in fields if one.name in known})


def sources(subject: Subject) -> list[Any]:
    """The plugin's search sources."""
    found = [resolve(loaded.contribution.handler) for loaded in subject.contributions_to("search.source")]
    return [source() if isinstance(source, type) else source for source in found]


def documents(subject: Subject) -> list[Any]:
    """Everything the plugin makes findable."""
    return [found for source in sources(subject) for found in source.documents(list(source.object_ids()))]


def _rows_of(name: str, world: World) -> tuple[UUID, ...]:
    if name == "consultations":
        return (world.consultation.uuid,)
    return tuple(submission.uuid for submission in world.submissions)


def _hits(subject: Subject, kind: str, world: World) -> dict[str, str]:
    """The hits of a kind there would be: of the plugin's own source, or the world's submissions."""
    own = {document.id: document.object_id for document in documents(subject) if document.kind == kind}
    return own or {f"{kind}:{submission.uuid}": str(submission.uuid) for submission in world.submissions}


def _html_in(value: Any) -> Iterator[str]:
    """The HTML in an answer: itself, the values of a mapping, the fields of a dataclass."""
    if isinstance(value, SafeString):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _html_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from _html_in(getattr(value, one.name))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts_in(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from _texts_in(getattr(value, one.name))
    else:
        yield str(value)


def answers_html(point: ExtensionPoint[Any, Any]) -> bool:
    """Whether a point's handlers answer with HTML for a page."""
    return point.result is SafeString or SafeString in get_args(point.result)
