"""What polls add to the page of a consultation."""

from django.utils.safestring import SafeString

from kuvend_polls.models import Poll
from kuvend_polls.places import heading_of
from kuvend_polls.reading import published_polls
from kuvend_polls.site.showing import polls_shown
from plugins.api.extension_points import ConsultationDiscussionContext
from plugins.api.participation import participant_of
from plugins.api.record import ConsultationState


def consultation_discussion(context: ConsultationDiscussionContext) -> SafeString | None:
    """The polls, to be answered and with their results. One query where there are none, six at most."""
    if not Poll.objects.filter(consultation=context.consultation, is_published=True).exists():
        return None
    heading = heading_of(context.request, context.consultation)
    polls = published_polls(
        context.consultation,
        is_open=heading.consultation.state == ConsultationState.OPEN,
        language=heading.institution.default_language,
        participant=participant_of(context.request),
    )
    return polls_shown(context.request, polls)
