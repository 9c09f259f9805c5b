"""What who keeps the list fills in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuvend_neighbourhoods.importing import LONGEST_NAME
from plugins.api.record import InstitutionView

PREFIX = "name-"


class SettlementForm(forms.Form):
    """The name of a settlement in each language of the institution; the first is required."""

    def __init__(self, data: Any = None, *, institution: InstitutionView, names: Mapping[str, str]) -> None:
        super().__init__(data)
        known = dict(settings.LANGUAGES)
        for position, language in enumerate(institution.languages):
            self.fields[PREFIX + language] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": known.get(language, language)},
                required=position == 0,
                max_length=LONGEST_NAME,
                initial=names.get(language, ""),
            )

    def names(self) -> dict[str, str]:
        """The names by language, without the empty ones."""
        return {name.removeprefix(PREFIX): text for name, text in self.cleaned_data.items() if text}


class ImportForm(forms.Form):
    """A file with a list."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("With a heading row: a column for each language, and if you like a column “code”."),
    )
