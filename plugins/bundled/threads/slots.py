"""What threads add to the pages of the record."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plugins.api.activation import enabled_consultations
from plugins.api.extension_points import (
    ConsultationDiscussionContext,
    DocumentDiscussionContext,
    ProvisionAsideContext,
    SubmissionFooterContext,
    SubmissionPageContext,
)
from plugins.bundled.threads.controls import controls_of
from plugins.bundled.threads.places import PLUGIN
from plugins.bundled.threads.presenting import replies_shown, threads_shown
from plugins.bundled.threads.reading import Counts, Sort, Subject, count_on_version, rows_of
from plugins.bundled.threads.visiting import visitor_of

LATEST = 5
_COUNTS = "_threads_counts"


def consultation_discussion(context: ConsultationDiscussionContext) -> SafeString:
    """The latest contributions to a consultation, and the way to all of them. Five queries, seven at most."""
    visitor = visitor_of(context.request)
    subject = Subject(consultations=frozenset({context.consultation}))
    threads = threads_shown(
        subject, Sort.NEWEST, cursor=None, participant=visitor.participant, limit=LATEST, replies=0
    )
    shown = {"consultation": context.consultation, "threads": threads}
    return render_to_string("threads/consultation_slot.html", shown, context.request)


def document_discussion(context: DocumentDiscussionContext) -> SafeString:
    """How much was said on a version, on its whole and in all, and where to read it. One query."""
    counts = _counts(context.request, context.institution, context.version)
    shown = {"version": context.version, "whole": counts.on_whole(context.version), "total": counts.total}
    return render_to_string("threads/document_slot.html", shown, context.request)


def provision_asides(context: ProvisionAsideContext) -> dict[UUID, SafeString]:
    """Beside each provision that was commented on the way to what was said. One query."""
    counts = _counts(context.request, context.institution, context.version)
    asides = {}
    for (version, provision), number in counts.by_provision.items():
        if provision in context.provision_uids:
            shown = {"version": version, "provision": provision, "number": number}
            asides[provision] = render_to_string("threads/provision_slot.html", shown)
    return asides


def submission_footers(context: SubmissionFooterContext) -> dict[UUID, SafeString]:
    """Support and reply below each contribution. One query, three at most."""
    rows = rows_of(context.submission_uuids, participant=visitor_of(context.request).participant)
    consultations = {row.consultation: context.institution for row in rows.values()}
    on = enabled_consultations(PLUGIN, consultations)
    return {
        submission: controls_of(context.request).below(row)
        for submission, row in rows.items()
        if row.consultation in on
    }


def submission_page(context: SubmissionPageContext) -> SafeString:
    """The first replies to a contribution that starts a thread. Five queries, seven at most."""
    visitor = visitor_of(context.request)
    replies = replies_shown(context.submission, participant=visitor.participant)
    shown = {"submission": context.submission, "replies": replies}
    return render_to_string("threads/submission_slot.html", shown, context.request)


def _counts(request: HttpRequest, institution: UUID, version: UUID) -> Counts:
    """What was said on a version where threads are on; asked once for the asides and the end of a page."""
    known: dict[UUID, Counts] = getattr(request, _COUNTS, {})
    if version not in known:
        counts = count_on_version(version)
        on = enabled_consultations(PLUGIN, dict.fromkeys(counts, institution))
        known[version] = sum((counts[consultation] for consultation in on), start=Counts(by_place={}))
        setattr(request, _COUNTS, known)
    return known[version]
