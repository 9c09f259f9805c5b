"""A check that does what the submission tells it to, so that every verdict can be had at will."""

from django.utils.translation import gettext as _

from kuvend_dummy.models import Note
from plugins.api.extension_points import SubmissionCheckContext, Verdict


def obey(context: SubmissionCheckContext) -> Verdict:
    """Hold, refuse or fail where the text says so; else accept."""
    Note.objects.create(
        institution=context.institution,
        consultation=context.consultation,
        submission=context.submission,
        participant=context.participant,
        word="checked",
    )
    if "dummy: hold" in context.text:
        return Verdict.hold("dummy")
    if "dummy: refuse" in context.text:
        return Verdict.refuse(_("The dummy was told to refuse this."), "dummy")
    if "dummy: raise" in context.text:
        raise RuntimeError(context.text)
    return Verdict.accept()
