"""What a moderator fills in."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plugins.bundled.moderation.reasons import all_reasons, reasons_for
from plugins.bundled.moderation.words import language_name, language_tag

PREFIX = "reason-"
REASON_LIMIT = 20_000  # characters, as the record takes them


class DecisionForm(forms.Form):
    """The ground and the public reason, in each of an institution's languages.

    The first language is required, except to publish. `reason_code` starts from `ground`, and the texts
    from that ground's starting texts.
    """

    def __init__(
        self, data: Any = None, *, action: str, languages: tuple[str, ...], ground: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.action = action
        interface = get_language() or "en"
        offered = reasons_for(action)
        known = {reason.code for reason in offered}
        chosen = all_reasons()[ground] if ground in known else None
        self.fields["reason_code"] = forms.ChoiceField(
            label=_("Ground"),
            choices=[(reason.code, reason.label_in(interface)) for reason in offered],
            initial=chosen.code if chosen else None,
        )
        for position, language in enumerate(languages):
            self.fields[PREFIX + language] = forms.CharField(
                label=_("Public reason (%(language)s)") % {"language": language_name(language)},
                required=position == 0 and action != "publish",
                max_length=REASON_LIMIT,
                initial=chosen.text_in(language) if chosen else "",
                widget=forms.Textarea(attrs={"rows": 3, "lang": language_tag(language)}),
            )

    def public_reason(self) -> dict[str, str]:
        """The texts by language, without the empty ones."""
        return {
            name.removeprefix(PREFIX): text
            for name, text in self.cleaned_data.items()
            if name.startswith(PREFIX) and text
        }
