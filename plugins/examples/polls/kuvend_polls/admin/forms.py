"""What the editor of a poll fills in."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from kuvend_polls.deciding import FEWEST, MOST, ChoiceContent
from kuvend_polls.reading import PollView

LONGEST = 300
SPARE = 2
"""How many empty rows are offered below the choices there are."""


class PollForm(forms.Form):
    """The question and the choices, each in every language of the institution.

    The first language is required. Choices left empty in it are left out. `poll` is the one that is changed.
    """

    def __init__(self, data: Any = None, *, languages: tuple[str, ...], poll: PollView | None = None) -> None:
        super().__init__(data)
        self.languages = languages
        self.known = poll.choices if poll else ()
        self._texts("question", _("Question"), poll.questions if poll else {}, required=True)
        for row in range(self._rows(poll)):
            labels = self.known[row].labels if row < len(self.known) else {}
            self._texts(
                f"choice-{row}", _("Answer %(number)d") % {"number": row + 1}, labels, required=row < FEWEST
            )

    def _rows(self, poll: PollView | None) -> int:
        if poll and poll.total:
            return len(self.known)
        return min(MOST, max(len(self.known), FEWEST) + SPARE)

    def _texts(self, name: str, label: str, texts: Any, *, required: bool) -> None:
        names = dict(settings.LANGUAGES)
        for position, language in enumerate(self.languages):
            self.fields[f"{name}-{language}"] = forms.CharField(
                label=f"{label} ({names.get(language, language)})",
                required=required and position == 0,
                max_length=LONGEST,
                initial=texts.get(language, ""),
            )

    def texts(self, name: str) -> dict[str, str]:
        """The texts of one field by language, without the empty ones."""
        found = {language: self.cleaned_data[f"{name}-{language}"] for language in self.languages}
        return {language: text for language, text in found.items() if text}

    def choices(self) -> list[ChoiceContent]:
        """The choices in their order."""
        contents = []
        row = 0
        while f"choice-{row}-{self.languages[0]}" in self.fields:
            labels = self.texts(f"choice-{row}")
            if labels:
                contents.append(ChoiceContent(labels=labels, uuid=self._uuid(row)))
            row += 1
        return contents

    def _uuid(self, row: int) -> UUID | None:
        return self.known[row].uuid if row < len(self.known) else None
