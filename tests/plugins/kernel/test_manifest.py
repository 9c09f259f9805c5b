import re

import pytest

from plugins.kernel.manifest import (
    Contribution,
    ManifestError,
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
    SettingInvalid,
)

GOOD = {
    "slug": "polls",
    "version": "1.2.0",
    "requires_api": ">=1,<2",
    "app": "polls",
    "name": {"en": "Polls", "sr-latn": "Ankete"},
    "description": {"en": "A question with choices."},
}
LABEL = {"en": "Label"}


def test_manifest_with_the_least_it_needs_is_on_by_default():
    manifest = PluginManifest(**GOOD)
    assert manifest.permitted_by_default is True
    assert manifest.enabled_by_default is True
    assert manifest.scopes == ("institution", "consultation")
    assert manifest.contributions == ()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("slug", "Polls", "plugin 'Polls': slug: must be 2 to 40 lower-case letters"),
        ("slug", None, "plugin None: slug: must be"),
        ("version", "one", "plugin 'polls': version: must be a version"),
        ("version", 1.0, "plugin 'polls': version: must be a version"),
        ("requires_api", "1.x!", "plugin 'polls': requires_api: must be a version specifier"),
        ("requires_api", "", "plugin 'polls': requires_api: must be a version specifier"),
        ("app", "no app", "plugin 'polls': app: must be a dotted Python name"),
        ("name", "Polls", "plugin 'polls': name: must be a mapping"),
        ("name", {"sq": "Anketa"}, "plugin 'polls': name: must be a mapping with an \"en\" text"),
        ("name", {"en": "Polls", "Albanian": "x"}, "plugin 'polls': name: must be keyed by language codes"),
        ("description", {"en": " "}, "plugin 'polls': description['en']: must be a text"),
        ("scopes", ("consultation",), "plugin 'polls': scopes: must be a tuple with \"institution\""),
        ("scopes", ["institution"], "plugin 'polls': scopes: must be a tuple"),
        ("contributions", [], "plugin 'polls': contributions: must be a tuple of Contribution"),
        ("settings", ({"name": "x"},), "plugin 'polls': settings: must be a tuple of SettingField"),
        ("permitted_by_default", 1, "plugin 'polls': permitted_by_default: must be True or False"),
        ("enabled_by_default", "yes", "plugin 'polls': enabled_by_default: must be True or False"),
    ],
)
def test_manifest_with_a_wrong_field_names_plugin_and_field(field, value, message):
    with pytest.raises(ManifestError, match=re.escape(message)):
        PluginManifest(**GOOD | {field: value})


def test_manifest_with_one_setting_twice_is_refused():
    setting = SettingField(name="live", kind="bool", default=True, label=LABEL)
    with pytest.raises(ManifestError, match="plugin 'polls': settings: declared twice: live"):
        PluginManifest(**GOOD, settings=(setting, setting))


def test_manifest_with_one_contribution_twice_is_refused():
    same = Contribution(point="home.page", handler="polls.slots:home")
    with pytest.raises(ManifestError, match="contributions: declared twice"):
        PluginManifest(**GOOD, contributions=(same, same))


def test_contribution_without_a_name_is_called_after_its_handler():
    assert Contribution(point="home.page", handler="polls.slots:home").name == "home"
    assert Contribution(point="admin.menu").name == "admin.menu"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("point", "Home Page", "contribution to 'Home Page': point: must be the name of an extension point"),
        ("handler", "polls.slots.home", 'handler: must be "package.module:attribute"'),
        ("handler", len, "handler: must be"),
        ("before", ["threads"], "before: must be a tuple of plugin slugs"),
        ("options", {1: 2}, "options: must be a mapping with text keys"),
    ],
)
def test_contribution_with_a_wrong_field_is_refused(field, value, message):
    with pytest.raises(ManifestError, match=re.escape(message)):
        Contribution(**{"point": "home.page", "handler": "polls.slots:home"} | {field: value})


@pytest.mark.parametrize("roles", [("mayor",), ["editor"], "editor", ("editor", "editor")])
def test_permission_for_a_role_that_nobody_holds_is_refused(roles):
    with pytest.raises(
        ManifestError, match=r"permission 'run': roles: must be a tuple of roles \(editor, reviewer"
    ):
        PermissionDeclaration(codename="run", label=LABEL, roles=roles)


def test_permission_is_nobodys_unless_its_declaration_says_otherwise():
    assert PermissionDeclaration(codename="run", label=LABEL).roles == ()
    assert PermissionDeclaration(codename="run", label=LABEL, roles=("editor",)).roles == ("editor",)


def test_permission_and_personal_data_name_what_is_wrong():
    with pytest.raises(ManifestError, match="permission 'Run it': codename"):
        PermissionDeclaration(codename="Run it", label=LABEL)
    with pytest.raises(ManifestError, match=r"personal data 'Answer': model: must be \"app_label\.Model\""):
        PersonalDataDeclaration(model="Answer", fields=("voter",), purpose=LABEL)
    with pytest.raises(ManifestError, match="fields: must be a tuple with at least one text"):
        PersonalDataDeclaration(model="polls.Answer", fields=(), purpose=LABEL)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "float", "default": 1.0}, "setting 'x': kind: must be one of bool, int, text, choice"),
        ({"kind": "bool", "default": 1}, "setting 'x': default: must be true or false, got int"),
        ({"kind": "int", "default": True}, "setting 'x': default: must be a whole number, got bool"),
        ({"kind": "int", "default": 9, "maximum": 5}, "setting 'x': default: 9 is above 5"),
        ({"kind": "choice", "default": "a"}, "setting 'x': choices: must be given for a choice"),
        ({"kind": "text", "default": "", "choices": (("a", LABEL),)}, "choices: must be given for a choice"),
        ({"kind": "choice", "default": "b", "choices": (("a", LABEL),)}, "default: 'b' is not one of its"),
    ],
)
def test_setting_whose_default_does_not_fit_is_refused(fields, message):
    with pytest.raises(ManifestError, match=re.escape(message)):
        SettingField(name="x", label=LABEL, **fields)


@pytest.mark.parametrize(
    ("fields", "value", "code"),
    [
        ({"kind": "bool", "default": True}, "on", "type"),
        ({"kind": "int", "default": 5, "minimum": 1}, 0, "too_small"),
        ({"kind": "int", "default": 5, "maximum": 9}, 10, "too_large"),
        ({"kind": "int", "default": 5}, "5", "type"),
        ({"kind": "text", "default": "", "max_length": 3}, "four", "too_long"),
        ({"kind": "text", "default": ""}, None, "type"),
        ({"kind": "choice", "default": "a", "choices": (("a", LABEL),)}, "b", "not_a_choice"),
    ],
)
def test_setting_refuses_a_value_with_a_code(fields, value, code):
    with pytest.raises(SettingInvalid) as refused:
        SettingField(name="x", label=LABEL, **fields).clean(value)
    assert (refused.value.field, refused.value.code) == ("x", code)


def test_setting_takes_values_at_its_bounds():
    setting = SettingField(name="x", kind="int", default=5, minimum=1, maximum=9, label=LABEL)
    assert [setting.clean(value) for value in (1, 9)] == [1, 9]


def test_manifest_knows_its_settings_by_name():
    live = SettingField(name="live", kind="bool", default=True, label=LABEL)
    manifest = PluginManifest(**GOOD, settings=(live,))
    assert manifest.setting("live") is live
    with pytest.raises(SettingInvalid, match="dead: plugin 'polls' has no such setting"):
        manifest.setting("dead")


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_setting_takes_no_signs_that_no_database_keeps(text):
    setting = SettingField(name="note", kind="text", default="", label={"en": "Note"})
    with pytest.raises(SettingInvalid, match="has signs that are no text"):
        setting.clean(text)


def test_setting_whose_bounds_leave_nothing_is_refused():
    with pytest.raises(ManifestError, match="setting 'limit': minimum: must be at most the maximum, 1, got 5"):
        SettingField(name="limit", kind="int", default=3, minimum=5, maximum=1, label={"en": "Limit"})
