"""Does an institution's side of the plugin show nothing of another's, and nobody what is not public?"""

from collections.abc import Iterator
from typing import Any

from consultations.activation.switching import forbid_plugin
from plugins.testing.conformance.contexts import answers, documents
from plugins.testing.conformance.subject import Subject
from plugins.testing.conformance.visiting import ADMIN, PUBLIC, client_at, visits
from plugins.testing.people import make_staff
from plugins.testing.world import World

FOREIGN = "zqforeign"
"""Stands in everything public of the other institution."""
SECRET = "zqsecret"  # noqa: S105 - no password: the text of a submission that is not public
SIZE = 3


def leaks(subject: Subject) -> list[str]:
    """Where an institution's slots, pages, routes, data sets or admin show another's, or anybody an unpublished
    submission's text."""
    unpublished = f"Something {SECRET}."
    here = subject.world("here", size=SIZE, unpublished=unpublished)
    there = subject.world("there", size=SIZE, text=f"Something {FOREIGN}.", unpublished=unpublished)
    found = [
        *_in_handlers(subject, here),
        *_on_public_pages(subject, here, there),
        *_in_admin(subject, here, there),
    ]
    found += _in_documents(subject, there)
    forbid_plugin(institution=there.institution, plugin=subject.slug, actor=None)
    found += _where_off(subject, here)
    return list(dict.fromkeys(found))


def _in_handlers(subject: Subject, here: World) -> Iterator[str]:
    for answer in answers(subject, here):
        if FOREIGN in answer.text:
            yield f"{answer.where} shows another institution's"
        if SECRET in answer.text:
            yield f"{answer.where} shows an unpublished submission"


def _on_public_pages(subject: Subject, here: World, there: World) -> Iterator[str]:
    """At this institution's own host: nothing of the other. Anywhere: nothing that is not public."""
    at_home = client_at(here.institution)
    for visit in visits(at_home, subject, here, PUBLIC):
        if FOREIGN in visit.text:
            yield f"{visit.path} at one institution shows another's: keep to request.institution where it is set"
    for client in (at_home, client_at(None)):
        for world in (here, there):
            for visit in visits(client, subject, world, PUBLIC):
                if SECRET in visit.text:
                    yield f"{visit.path} shows an unpublished submission"


def _in_admin(subject: Subject, here: World, there: World) -> Iterator[str]:
    """An administrator of one institution finds nothing of the other, not even by its addresses."""
    if not subject.contributions_to("admin.views"):
        return
    client = client_at(None, make_staff(here.institution, "administrator"))
    for world in (here, there):
        for visit in visits(client, subject, world, ADMIN):
            if FOREIGN in visit.text:
                yield f"{visit.path} shows another institution's to an administrator of one"


def _in_documents(subject: Subject, there: World) -> Iterator[str]:
    for document in documents(subject):
        words = f"{document.title} {document.body}"
        if SECRET in words:
            yield f"search source {document.kind} offers an unpublished submission"
        if FOREIGN in words and document.institution != str(there.institution.uuid):
            yield f"search source {document.kind} says that another institution's is of {document.institution}"


def _where_off(subject: Subject, here: World) -> Iterator[str]:
    """At the portal, when the other institution has just forbidden the plugin."""
    client: Any = client_at(None)
    for visit in visits(client, subject, here, PUBLIC):
        if FOREIGN in visit.text:
            yield (
                f"{visit.path} at the portal shows the things of an institution where the plugin is off: "
                "keep to permitting_institutions"
            )
