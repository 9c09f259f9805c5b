"""The record's codes in words: `{% load record_words %}`."""

from typing import Any

from django import template
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from cms.site import headings, words
from cms.site.templatetags.kuvend import local
from consultations.selectors.form_fields import NamedValue, named_values
from consultations.selectors.views import SubmissionView

register = template.Library()


@register.simple_tag
def entered_fields(submission: SubmissionView) -> tuple[NamedValue, ...]:
    """`{% entered_fields submission as fields %}`: what the view has of plugins' form fields, with labels."""
    return named_values(submission, translation.get_language() or "en")


@register.filter
def document_kind(kind: str) -> str | Promise:
    """`strategy` → "Strategy"."""
    return words.DOCUMENT_KINDS.get(kind, words.DOCUMENT_KINDS["other"])


@register.filter
def comment_on(kind: str) -> str | Promise:
    """`article` → "Comment on this article"."""
    return words.COMMENT_ON.get(kind, words.COMMENT_ON["paragraph"])


@register.filter
def provision_label(provision: Any) -> str:
    """A provision's kind and number: "Article 4", "Result 2.1", "Note"."""
    kind = str(words.PROVISION_KINDS.get(provision.kind, words.PROVISION_KINDS["paragraph"]))
    if not provision.number:
        return kind
    return gettext("%(kind)s %(number)s") % {"kind": kind, "number": provision.number}


@register.filter
def provision_name(reference: Any) -> str:
    """A provision named in passing, heading included: "Article 4: Contact person"."""
    heading = local(reference.headings)
    return f"{provision_label(reference)}: {heading}" if heading else provision_label(reference)


@register.filter
def has_heading(provision: Any) -> bool:
    """Whether a heading stands over it: its own words, or its kind and number."""
    return headings.has_heading(provision)


@register.filter
def outcome(code: str) -> str | Promise:
    """`partly_accepted` → "Partly accepted"."""
    return words.OUTCOMES.get(code, code)


@register.filter
def moderation_action(code: str) -> str | Promise:
    """`hide` → "Hidden by a moderator"."""
    return words.MODERATION.get(code, code)


@register.filter
def state_for_author(state: str) -> str | Promise:
    """A contribution's state, said to the person who sent it."""
    return words.FOR_THE_AUTHOR[state][0]


@register.filter
def next_for_author(state: str) -> str | Promise:
    """What happens next with a contribution, said to the person who sent it."""
    return words.FOR_THE_AUTHOR[state][1]


@register.filter
def trace(state: str) -> str | Promise:
    """What stands where a hidden, removed or withdrawn text stood."""
    return words.TRACES.get(state, "")
