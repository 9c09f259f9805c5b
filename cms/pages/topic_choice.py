"""Which topics a page is about, chosen from the vocabulary."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language

from consultations.selectors.topics import topic_list


class TopicsField(models.JSONField):
    """Slugs of topics, chosen from the vocabulary; one taken out of it since goes when the page is saved next."""

    def formfield(self, **options: Any) -> forms.Field:
        """A box to tick for each topic, in the reader's language."""
        return TopicsFormField(
            label=options.get("label", capfirst(self.verbose_name)),
            required=False,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class TopicsFormField(forms.MultipleChoiceField):
    """The vocabulary as it is when the form is shown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_choices, **options)

    def prepare_value(self, value: Any) -> Any:
        """What is chosen; a draft made before there were topics has none."""
        return value or []

    def has_changed(self, initial: Any, data: Any) -> bool:
        """As of a list, not of the JSON it is kept as."""
        return bool(super().has_changed(initial or [], data or []))


def _choices() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return sorted(
        ((topic.slug, topic.label_in(language)) for topic in topic_list()), key=lambda one: one[1].casefold()
    )
