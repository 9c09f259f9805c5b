"""Codes of the record in the words of moderators and of the public log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.api.record import SUBMISSION_LANGUAGES

Words = dict[str, str | Promise]

ACTIONS: Words = {
    "publish": pgettext_lazy("a moderator's action", "Publish"),
    "hide": pgettext_lazy("a moderator's action", "Hide"),
    "remove": pgettext_lazy("a moderator's action", "Remove"),
    "restore": pgettext_lazy("a moderator's action", "Restore"),
}

#: What an action does, for the moderator who is about to take it.
EFFECTS: Words = {
    "publish": _("Everybody can read it, and others can reply."),
    "hide": _("Its text is no longer shown; its place, and your reason, stay visible. Meant to be temporary."),
    "remove": _("Its text is no longer shown; its place, and your reason, stay visible."),
    "restore": _("Everybody can read it again."),
}

DECIDED: Words = {
    "publish": pgettext_lazy("a moderator's decision", "Published"),
    "hide": pgettext_lazy("a moderator's decision", "Hidden"),
    "remove": pgettext_lazy("a moderator's decision", "Removed"),
    "restore": pgettext_lazy("a moderator's decision", "Restored"),
}

HOLD_REASONS: Words = {
    "pre_moderation": _("The institution has every contribution read before it is public."),
    "check_failed": _("An automatic check could not be made."),
    "refused_by_check": _("An automatic check objects to it."),
}

CHANNELS: Words = {
    "site": pgettext_lazy("how a contribution came", "on the site"),
    "api": pgettext_lazy("how a contribution came", "through the API"),
    "email": pgettext_lazy("how a contribution came", "by e-mail"),
    "paper": pgettext_lazy("how a contribution came", "on paper"),
}


def language_name(code: str) -> str:
    """A language in its own words; the code of one that the record does not know."""
    return SUBMISSION_LANGUAGES.get(code, code)


def language_tag(code: str) -> str:
    """The BCP 47 tag of a language code: `sr-latn` → `sr-Latn`, `sr` → `sr-Cyrl`."""
    return {"sr": "sr-Cyrl", "sr-latn": "sr-Latn"}.get(code, code)
