"""What the public may see. Every public selector starts from one of these, so that what one hides, all hide."""

from uuid import UUID

from django.db.models import Q, QuerySet

from consultations.models import Consultation, Document, Institution, Response, Submission, Version
from consultations.states import PUBLIC_TEXT, PUBLIC_TRACE

#: An institution, by its uuid or its slug.
InstitutionKey = UUID | str


def of_institution(institution: InstitutionKey, path: str = "institution") -> Q:
    """The condition that a row's institution, at the end of `path` ("": the row itself), is this one."""
    name = "uuid" if isinstance(institution, UUID) else "slug"
    return Q(**{f"{path}__{name}" if path else name: institution})


def public_institutions() -> QuerySet[Institution]:
    """Institutions that are not switched off."""
    return Institution.objects.filter(is_active=True)


def public_consultations() -> QuerySet[Consultation]:
    """All that were ever scheduled: a plan is public notice, and what was cancelled is not forgotten."""
    return Consultation.objects.filter(institution__is_active=True)


def public_documents() -> QuerySet[Document]:
    """Documents with at least one version."""
    return Document.objects.filter(institution__is_active=True, versions__number=1)


def public_versions() -> QuerySet[Version]:
    """All versions: being frozen is being published."""
    return Version.objects.filter(document__institution__is_active=True)


def public_submissions(*, with_traces: bool = True) -> QuerySet[Submission]:
    """Published submissions; with them the traces of those that were hidden, removed or withdrawn since.

    The institution is asked about in a subquery: without a join the database reads them in an index's order.
    """
    states = PUBLIC_TEXT | PUBLIC_TRACE if with_traces else PUBLIC_TEXT
    return Submission.objects.filter(
        published_at__isnull=False, state__in=states, institution__in=public_institutions()
    )


def public_responses() -> QuerySet[Response]:
    """All responses, replaced ones too."""
    return Response.objects.filter(consultation__institution__is_active=True)
