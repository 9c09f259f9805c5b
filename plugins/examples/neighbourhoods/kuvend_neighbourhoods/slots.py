"""What neighbourhoods add to the page of a consultation."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kuvend_neighbourhoods.summary import counts_of
from plugins.api.extension_points import ConsultationDiscussionContext


def consultation_discussion(context: ConsultationDiscussionContext) -> SafeString | None:
    """Where the contributions come from; nothing while none says it."""
    counts = counts_of(context.consultation)
    if not counts:
        return None
    shown = {"counts": counts, "total": sum(count.contributions for count in counts)}
    return render_to_string("kuvend_neighbourhoods/section.html", shown, context.request)
