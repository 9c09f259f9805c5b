"""A poll as HTML: the form, the result, or both."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kuvend_polls.reading import PollView
from plugins.api.participation import participant_of


def poll_shown(
    request: HttpRequest,
    poll: PollView,
    *,
    page_url: str,
    checked: UUID | None = None,
    error: str = "",
    told: str = "",
) -> SafeString:
    """One poll. `page_url` is where its form leads back to; `checked` the choice ticked beforehand; `told` what
    was just done."""
    return render_to_string(
        "kuvend_polls/poll.html",
        {
            "poll": poll,
            "page_url": page_url,
            "checked": checked or poll.chosen,
            "error": error,
            "told": told,
            "must_sign_in": not (request.user.is_authenticated or participant_of(request)),
        },
        request,
    )


def polls_shown(request: HttpRequest, polls: Sequence[PollView]) -> SafeString:
    """The polls of a consultation, as a section of its page."""
    page_url = request.get_full_path()
    shown = [poll_shown(request, poll, page_url=page_url) for poll in polls]
    return render_to_string("kuvend_polls/section.html", {"polls": shown}, request)
