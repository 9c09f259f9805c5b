"""The permanent page of a contribution."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.site.context import show_institution
from cms.site.crumbs import Crumb, consultations_crumb, crumb
from cms.site.slots import submission_footers
from cms.site.texts import local_text
from consultations.errors import NotFound
from consultations.selectors.submissions import submission_public
from consultations.selectors.views import SubmissionView


@require_safe
def submission_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A contribution with its answer; of a hidden, removed or withdrawn one the trace. Raises Http404."""
    try:
        submission = submission_public(uuid)
    except NotFound:
        raise Http404 from None
    show_institution(request, submission.institution)
    context = {
        "submission": submission,
        "footers": submission_footers(submission.institution, submission.consultation, [submission.uuid], request),
        "crumbs": _crumbs(submission),
    }
    return render(request, "record/submission.html", context)


def _crumbs(submission: SubmissionView) -> list[Crumb]:
    title = local_text(submission.consultation_titles, submission.consultation_language)
    url = reverse("record:consultation", args=[submission.consultation])
    number = _("Contribution no. %(number)d") % {"number": submission.number}
    return [consultations_crumb(), crumb(title, url), Crumb(number)]
