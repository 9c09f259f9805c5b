"""The record's codes in words, as whole sentences where grammar would not survive putting them together."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

DOCUMENT_KINDS: Words = {
    "strategy": _("Strategy"),
    "draft_act": _("Draft act"),
    "plan": _("Plan"),
    "budget": _("Budget"),
    "other": _("Document"),
}

PROVISION_KINDS: Words = {
    "chapter": _("Chapter"),
    "article": _("Article"),
    "paragraph": _("Paragraph"),
    "general_goal": _("General goal"),
    "specific_goal": _("Specific goal"),
    "result": _("Result"),
    "table": _("Table"),
    "image": _("Image"),
    "note": _("Note"),
}

COMMENT_ON: Words = {
    "chapter": _("Comment on this chapter"),
    "article": _("Comment on this article"),
    "paragraph": _("Comment on this paragraph"),
    "general_goal": _("Comment on this goal"),
    "specific_goal": _("Comment on this goal"),
    "result": _("Comment on this result"),
    "table": _("Comment on this table"),
    "image": _("Comment on this image"),
    "note": _("Comment on this note"),
}

OUTCOMES: Words = {
    "accepted": pgettext_lazy("outcome", "Accepted"),
    "partly_accepted": pgettext_lazy("outcome", "Partly accepted"),
    "not_accepted": pgettext_lazy("outcome", "Not accepted"),
    "noted": pgettext_lazy("outcome", "Noted"),
    "out_of_scope": pgettext_lazy("outcome", "Outside this consultation"),
}

REPORT = _("Report")

#: Beside the outcomes, in a report.
NO_ANSWER: Words = {"unanswered": pgettext_lazy("outcome", "Not answered yet")}

AUTHORS: Words = {
    "organisation": _("For an organisation"),
    "individual": _("For themselves"),
}

CHANNELS: Words = {
    "site": _("On this site"),
    "api": _("From another program"),
    "email": _("By e-mail"),
    "paper": _("On paper"),
}

MODERATION: Words = {
    "publish": _("Published by a moderator"),
    "hide": _("Hidden by a moderator"),
    "remove": _("Removed by a moderator"),
    "restore": _("Restored by a moderator"),
}

#: What a contribution's state means to the person who sent it: (what it is, what happens next).
FOR_THE_AUTHOR: dict[str, tuple[str | Promise, str | Promise]] = {
    "received": (_("Received"), _("It is stored and will be looked at shortly.")),
    "unverified": (
        _("Waiting for you to confirm your e-mail address"),
        _("We have sent you a message with a link. Open it and press the button; only then can others read it."),
    ),
    "held": (
        _("Waiting for a moderator"),
        _("A person will read it before it is public. You do not need to do anything."),
    ),
    "published": (
        pgettext_lazy("state of a contribution", "Published"),
        _("Everybody can read it. The institution answers when the consultation has closed, or earlier."),
    ),
    "hidden": (_("Hidden"), _("A moderator has hidden it for now. The reason is below.")),
    "removed": (_("Removed"), _("A moderator has removed it. The reason is below.")),
    "withdrawn": (_("Withdrawn"), _("You have withdrawn it. Its place stays visible, its text does not.")),
}

#: What the public reads where a contribution's text no longer stands.
TRACES: Words = {
    "hidden": _("This contribution has been hidden by a moderator."),
    "removed": _("This contribution has been removed by a moderator."),
    "withdrawn": _("Its author has withdrawn this contribution."),
}
