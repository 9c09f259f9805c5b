"""For a moderator: past contributions and provisions on the same as the one to decide on."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plugins.api.extension_points import ModerationAsideContext
from plugins.api.moderation import moderated_submission
from plugins.api.record import NotFound
from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.similar import similar_to
from plugins.bundled.submission_search.values import Place
from plugins.bundled.submission_search.vocabulary import SUBMISSION

SHOWN = 5


def more_like_this(context: ModerationAsideContext) -> SafeString | None:
    """A short list; nothing for a submission that is gone."""
    try:
        submission = moderated_submission(frozenset({context.institution}), context.submission).submission
    except NotFound:
        return None
    found = similar_to(
        submission.text,
        Place(searchable()),
        language=submission.language,
        without=[f"{SUBMISSION}:{submission.uuid}"],
        limit=SHOWN,
    )
    return render_to_string(
        "submission_search_admin/similar_list.html", {"similar": found}, request=context.request
    )
