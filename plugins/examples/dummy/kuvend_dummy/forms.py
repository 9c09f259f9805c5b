"""Two form fields: one that everybody sees, one for staff."""

from django.utils.translation import gettext as _

from plugins.api.extension_points import SubmissionField, SubmissionFieldsContext


def fields(context: SubmissionFieldsContext) -> list[SubmissionField]:
    """Neither has to be filled in."""
    return [
        SubmissionField(
            name="colour",
            kind="choice",
            label=_("Dummy's colour"),
            choices=(("red", _("Red")), ("blue", _("Blue"))),
        ),
        SubmissionField(name="aside", kind="text", label=_("A word to the dummy"), is_public=False),
    ]
