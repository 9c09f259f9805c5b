"""The field of the form with which people take part."""

from django.utils import translation
from django.utils.translation import gettext as _

from kuvend_neighbourhoods.settling import active_settlements
from plugins.api.activation import plugin_settings
from plugins.api.extension_points import SubmissionField, SubmissionFieldsContext
from plugins.api.texts import pick

PLUGIN, FIELD = "neighbourhoods", "settlement"


def settlement(context: SubmissionFieldsContext) -> list[SubmissionField]:
    """Where somebody writes from; nothing where there is no list. A reply is about what somebody else wrote.

    One query.
    """
    offered = active_settlements(context.institution) if context.parent is None else []
    if not offered:
        return []
    with translation.override(context.language):
        return [
            SubmissionField(
                name=FIELD,
                kind="choice",
                label=_("Your settlement"),
                help=_("Shown with your text, and counted."),
                required=bool(plugin_settings(PLUGIN, context.institution)["required"]),
                choices=tuple((one.code, pick(one.names, context.language)) for one in offered),
            )
        ]
