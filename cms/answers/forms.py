"""The form of an answer: outcome, and reasons in each language of the institution."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultations.languages import SUBMISSION_LANGUAGES
from consultations.models.response import Outcome
from consultations.services.respond import LIMIT
from consultations.texts.reasons import REASON_LIMIT


class FilterForm(forms.Form):
    """Which contributions to look at: on one provision, with one outcome."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("Any")), *Outcome.choices])

    def __init__(self, data: QueryDict, provisions: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.fields["provision"] = forms.ChoiceField(
            label=_("About"),
            required=False,
            choices=[("", _("The whole and every part")), *((str(uid), label) for uid, label in provisions)],
        )

    @property
    def provision_uid(self) -> UUID | None:
        """The chosen provision of a valid form."""
        chosen = self.cleaned_data.get("provision")
        return UUID(chosen) if chosen else None


class AnswerForm(forms.Form):
    """One answer to the submissions ticked on the page. `languages`: the default one, which is required, first."""

    submissions = forms.Field(required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the offered outcomes.")},
    )

    def __init__(self, languages: Sequence[str], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.languages = tuple(languages)
        for position, language in enumerate(self.languages):
            self.fields[f"reason_{language}"] = forms.CharField(
                label=_("Reasons in %(language)s") % {"language": SUBMISSION_LANGUAGES.get(language, language)},
                required=position == 0,
                max_length=REASON_LIMIT,
                strip=True,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
            )

    def clean_submissions(self) -> list[UUID]:
        """The ticked submissions; at least one, at most what one answer may hold."""
        found = self._ticked()
        if not found:
            raise forms.ValidationError(_("Tick the contributions that this answers."))
        if len(found) > LIMIT:
            raise forms.ValidationError(
                ngettext("At most %(limit)d at once.", "At most %(limit)d at once.", LIMIT) % {"limit": LIMIT}
            )
        return found

    def _ticked(self) -> list[UUID]:
        ticked = self.data.getlist("submissions") if isinstance(self.data, QueryDict) else []
        try:
            return [UUID(value) for value in ticked]
        except ValueError:
            raise forms.ValidationError(_("There is no such contribution.")) from None

    @property
    def reasons(self) -> dict[str, str]:
        """{language: text} of the valid form, without the empty ones."""
        texts = {language: self.cleaned_data[f"reason_{language}"] for language in self.languages}
        return {language: text for language, text in texts.items() if text}

    @property
    def reason_fields(self) -> list[forms.BoundField]:
        """The reasons' fields, in the languages' order."""
        return [self[f"reason_{language}"] for language in self.languages]
