"""Publishing several contributions that wait."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from plugins.api.moderation import moderate, moderated_institutions
from plugins.api.record import InstitutionView, RecordError, institution_list
from plugins.bundled.moderation.admin.reach import reach_of
from plugins.bundled.moderation.reasons import all_reasons

GROUND = "rules_met"
LIMIT = 100


@require_POST
def publish_several(request: HttpRequest) -> HttpResponse:
    """Publish the chosen ones, each with the usual public reason; those that no longer wait are told.

    If one of them is not the person's to moderate, none is published. Raises Http404.
    """
    institutions = reach_of(request.user)
    chosen = _chosen(request)
    found = moderated_institutions(institutions, chosen)
    if not institutions or set(found) != chosen:
        raise Http404
    if not chosen:
        messages.warning(request, _("Choose at least one contribution."))
        return redirect("moderation_admin:queue")
    if len(chosen) > LIMIT:
        messages.error(request, _("At most %(limit)d at once.") % {"limit": LIMIT})
        return redirect("moderation_admin:queue")
    views = {view.uuid: view for view in institution_list()}
    published = sum(_publish(request, uuid, views[institution]) for uuid, institution in found.items())
    _tell(request, published, len(chosen) - published)
    return redirect("moderation_admin:queue")


def _chosen(request: HttpRequest) -> set[UUID]:
    try:
        return {UUID(value) for value in request.POST.getlist("submission")}
    except ValueError:
        raise Http404 from None


def _publish(request: HttpRequest, uuid: UUID, institution: InstitutionView) -> bool:
    reason = all_reasons()[GROUND]
    try:
        moderate(
            submission_uuid=uuid,
            action="publish",
            public_reason={code: reason.text_in(code) for code in institution.languages},
            reason_code=GROUND,
            actor=request.user,  # type: ignore[arg-type]
            institution=institution.uuid,
        )
    except RecordError:
        return False
    return True


def _tell(request: HttpRequest, published: int, refused: int) -> None:
    if published:
        text = ngettext(
            "%(count)d contribution is published.", "%(count)d contributions are published.", published
        )
        messages.success(request, text % {"count": published})
    if refused:
        text = ngettext(
            "%(count)d contribution no longer waits: it was decided on, or withdrawn, meanwhile.",
            "%(count)d contributions no longer wait: they were decided on, or withdrawn, meanwhile.",
            refused,
        )
        messages.warning(request, text % {"count": refused})
