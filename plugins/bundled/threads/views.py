"""The pages of threads."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from plugins.api.activation import in_scope
from plugins.api.pages import show_institution
from plugins.api.paging import InvalidCursor, Page
from plugins.api.record import ProvisionRef, provision_refs
from plugins.bundled.threads import places
from plugins.bundled.threads.presenting import Item, thread_shown, threads_shown
from plugins.bundled.threads.reading import Sort, Subject, count
from plugins.bundled.threads.visiting import visitor_of

SORTS = {Sort.NEWEST: _("Newest"), Sort.OLDEST: _("Oldest"), Sort.SUPPORTED: _("Most supported")}
WHOLE = "whole"


@require_safe
@in_scope(places.of_consultation)
def consultation_thread(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything said in a consultation, or (`?about=whole`) on the whole of it."""
    heading = places.heading_of_consultation(request, uuid)
    visitor_of(request).knows([heading.consultation])
    show_institution(request, heading.institution.uuid)
    subject = Subject(consultations=frozenset({uuid}), whole_only=_whole(request))
    return _thread_page(
        request, "threads/consultation.html", subject, {"heading": heading, "consultation": heading.consultation}
    )


@require_safe
@in_scope(places.of_consultation)
def consultation_parts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was said on each part of a consultation's documents: how much, and where to read it."""
    heading = places.heading_of_consultation(request, uuid)
    show_institution(request, heading.institution.uuid)
    counts = count(uuid)
    references = provision_refs(counts.by_provision.keys())
    context = {
        "heading": heading,
        "consultation": heading.consultation,
        "parts": [
            {"version": place[0], "provision": references[place], "number": number}
            for place, number in counts.by_provision.items()
            if place in references
        ],
        "on_whole": counts.on_whole(None),
    }
    return render(request, "threads/parts.html", context)


@require_safe
@in_scope(places.of_version)
def version_thread(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything said on a version of a document, or (`?about=whole`) on the whole of it."""
    return _version_page(request, uuid, "threads/version.html")


@require_safe
@in_scope(places.of_version)
def provision_thread(request: HttpRequest, uuid: UUID, provision: UUID) -> HttpResponse:
    """Everything said on one provision of a version."""
    return _version_page(request, uuid, "threads/provision.html", provision)


@require_safe
@in_scope(places.of_thread)
def submission_thread(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A contribution and all its replies; for a reply, the thread it is in."""
    row = places.row_of_address(request, uuid)
    if row.root is not None:
        return redirect("threads:thread", uuid=row.root)
    show_institution(request, row.institution)
    participant = visitor_of(request).participant
    try:
        root, replies = thread_shown(row, cursor=request.GET.get("cursor"), participant=participant)
    except InvalidCursor:
        return redirect("threads:thread", uuid=uuid)
    if root is None:
        raise Http404
    return render(request, "threads/thread.html", {"root": root, "replies": replies})


def _version_page(request: HttpRequest, uuid: UUID, template: str, provision: UUID | None = None) -> HttpResponse:
    heading = places.heading_of_version(request, uuid)
    visitor = visitor_of(request)
    visitor.knows(heading.consultations)
    show_institution(request, heading.institution.uuid)
    consultations = places.consultations_on(heading)
    on = [ref for ref in heading.consultations if ref.uuid in consultations]
    subject = Subject(
        consultations=consultations,
        version=uuid,
        provision_uid=provision,
        whole_only=provision is None and _whole(request),
    )
    context = {
        "heading": heading,
        "version": heading.version,
        "open": next((ref for ref in on if visitor.finds_open(ref.uuid)), None),
    }
    return _thread_page(request, template, subject, context)


def _thread_page(request: HttpRequest, template: str, subject: Subject, context: dict[str, Any]) -> HttpResponse:
    sort = _sort(request)
    try:
        threads: Page[Item] = threads_shown(
            subject, sort, cursor=request.GET.get("cursor"), participant=visitor_of(request).participant
        )
    except InvalidCursor:
        return redirect(request.path)
    if subject.version is not None and subject.provision_uid is not None:
        context["provision"] = _provision(subject.version, subject.provision_uid, threads)
    context |= {
        "threads": threads,
        "sort": sort.value,
        "sorts": [(name.value, label) for name, label in SORTS.items()],
        "whole_only": subject.whole_only,
    }
    return render(request, template, context)


def _provision(version: UUID, uid: UUID, threads: Page[Item]) -> ProvisionRef:
    """The provision by name: what was said on it tells, else the record is asked. Raises Http404."""
    for item in threads.items:
        if item.submission.provision is not None:
            return item.submission.provision
    found = provision_refs({(version, uid)}).get((version, uid))
    if found is None:
        raise Http404
    return found


def _sort(request: HttpRequest) -> Sort:
    """The order asked for; one that is none of ours is the usual one."""
    try:
        return Sort(request.GET.get("sort", ""))
    except ValueError:
        return Sort.NEWEST


def _whole(request: HttpRequest) -> bool:
    return request.GET.get("about") == WHOLE
