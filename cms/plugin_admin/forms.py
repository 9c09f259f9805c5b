"""A plugin's typed settings as a form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language

from consultations.activation.settings import SettingValue
from consultations.translated import pick
from plugins.kernel.manifest import PluginManifest, SettingField

LONG_TEXT = 200
"""From this length on a text is written into an area instead of a line."""


def settings_form(manifest: PluginManifest, values: Mapping[str, SettingValue], data: Any = None) -> forms.Form:
    """A form with a field for each of the plugin's settings, in the language of the request."""
    language = get_language() or "en"
    fields = {setting.name: _field(setting, language) for setting in manifest.settings}
    form_class = type("PluginSettingsForm", (forms.Form,), fields)
    form: forms.Form = form_class(data, initial=dict(values), prefix="setting")
    return form


def _field(setting: SettingField, language: str) -> forms.Field:
    texts: dict[str, Any] = {"label": pick(setting.label, language), "help_text": pick(setting.help, language)}
    if setting.kind == "bool":
        return forms.BooleanField(required=False, **texts)
    if setting.kind == "int":
        return forms.IntegerField(min_value=setting.minimum, max_value=setting.maximum, **texts)
    if setting.kind == "choice":
        choices = [(value, pick(label, language)) for value, label in setting.choices]
        return forms.ChoiceField(choices=choices, **texts)
    long = setting.max_length > LONG_TEXT
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return forms.CharField(required=False, max_length=setting.max_length, widget=widget, **texts)
