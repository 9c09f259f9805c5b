"""What the editor of a hearing and the keeper of its minutes fill in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuvend_hearing_calendar.deciding import HearingContent
from kuvend_hearing_calendar.minutes import MinuteContent
from kuvend_hearing_calendar.models import Hearing, Minute
from plugins.api.record import SUBMISSION_LANGUAGES

TEXTS = ("titles", "places", "descriptions")
LOCAL = "%Y-%m-%dT%H:%M"


class HearingForm(forms.Form):
    """Texts in each language of the institution, the first required; times in the institution's own zone.

    To be made, and its `content` read, while that zone is active.
    """

    starts_at = forms.DateTimeField(
        label=gettext_lazy("Starts"),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Ends"),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("Empty: as many as come."),
    )

    def __init__(self, data: Any = None, *, languages: tuple[str, ...], hearing: Hearing | None = None) -> None:
        initial = (
            {name: getattr(hearing, name) for name in ("starts_at", "ends_at", "capacity")} if hearing else {}
        )
        super().__init__(data, initial=initial)
        self.languages = languages
        labels = {"titles": _("Title"), "places": _("Place"), "descriptions": _("Description")}
        for name in TEXTS:
            self._texts(name, labels[name], getattr(hearing, name) if hearing else {})
        order = [f"{name}-{language}" for name in TEXTS for language in languages]
        self.order_fields([*order, "starts_at", "ends_at", "capacity"])

    def _texts(self, name: str, label: str, texts: Any) -> None:
        names = dict(settings.LANGUAGES)
        is_long = name == "descriptions"
        for position, language in enumerate(self.languages):
            self.fields[f"{name}-{language}"] = forms.CharField(
                label=f"{label} ({names.get(language, language)})",
                required=position == 0 and not is_long,
                max_length=5_000 if is_long else 200,
                initial=texts.get(language, ""),
                widget=forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput(),
            )

    def content(self) -> HearingContent:
        """What was entered."""
        texts = {
            name: {one: text for one in self.languages if (text := self.cleaned_data[f"{name}-{one}"])}
            for name in TEXTS
        }
        return HearingContent(
            titles=texts["titles"],
            places=texts["places"],
            descriptions=texts["descriptions"],
            starts_at=self.cleaned_data["starts_at"],
            ends_at=self.cleaned_data["ends_at"],
            capacity=self.cleaned_data["capacity"],
        )


class MinuteForm(forms.Form):
    """What one person said."""

    text = forms.CharField(
        label=gettext_lazy("What was said"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(SUBMISSION_LANGUAGES.items()))
    speaker = forms.CharField(
        label=gettext_lazy("Who said it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Public, with the text. Leave it empty for who did not want to be named."),
    )
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, language: str, minute: Minute | None = None) -> None:
        names = ("text", "language", "speaker", "organisation")
        super().__init__(
            data, initial={name: getattr(minute, name) for name in names} if minute else {"language": language}
        )

    def content(self) -> MinuteContent:
        """What was entered."""
        return MinuteContent(**self.cleaned_data)
