"""Holding what is sent until a moderator has read it, where the institution wants that."""

from plugins.api.activation import plugin_settings
from plugins.api.extension_points import SubmissionCheckContext, Verdict

PLUGIN = "moderation"
HOLD_REASON = "pre_moderation"


def hold_for_moderator(context: SubmissionCheckContext) -> Verdict:
    """Hold under pre-moderation, accept under post-moderation."""
    if plugin_settings(PLUGIN, context.institution)["mode"] == "pre":
        return Verdict.hold(HOLD_REASON)
    return Verdict.accept()
