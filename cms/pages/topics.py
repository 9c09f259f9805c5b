"""The vocabulary of topics in the admin: the operator's."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from consultations.models import Topic

FURTHER = ("bs", "hr", "tr")
"""Official or spoken where the platform is used: nothing is published in them, yet people search in them."""
LANGUAGES = (*(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES), *FURTHER)
LONGEST_LABEL = 80


def _field_of(language: str) -> str:
    return f"label_{language.replace('-', '_')}"


class TopicForm(WagtailAdminModelForm):
    """A topic with one field for its name in each language that people search in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for language in LANGUAGES:
            self.fields[_field_of(language)].initial = self.instance.labels.get(language, "")
        if self.instance.pk:
            self.fields["slug"].disabled = True  # pages and the record name it

    def clean(self) -> dict[str, Any]:
        """At least one name is needed, to show it by."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(str(cleaned.get(_field_of(language)) or "").strip() for language in LANGUAGES):
            raise ValidationError(_("Give the topic a name in one language at least."))
        return cleaned

    def save(self, commit: bool = True) -> Topic:
        """Keep the names that were given."""
        named = {language: self.cleaned_data[_field_of(language)].strip() for language in LANGUAGES}
        self.instance.labels = {language: name for language, name in named.items() if name}
        topic: Topic = super().save(commit=commit)
        return topic


_LABELS = {
    _field_of(code): forms.CharField(
        label=get_language_info(code)["name_local"], max_length=LONGEST_LABEL, required=False
    )
    for code in LANGUAGES
}
TranslatedTopicForm = type("TranslatedTopicForm", (TopicForm,), dict(_LABELS))


class TopicViewSet(SnippetViewSet):
    """The operator's list of topics."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["__str__", "slug"]
    list_per_page = 100
    panels = [FieldPanel("slug"), *(FieldPanel(name) for name in _LABELS)]

    def get_edit_handler(self) -> Any:
        """The panels over a form that has a field for each language."""
        return ObjectList(self.panels, base_form_class=TranslatedTopicForm).bind_to_model(self.model)
