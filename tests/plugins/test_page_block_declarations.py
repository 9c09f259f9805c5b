"""What a plugin may give as a block, and what its columns and actions must say."""

import sys

import pytest
from wagtail import blocks

from cms.answers.contributed import quarantine_misfits
from cms.pages.blocks.plugins import installed
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PermissionDeclaration, PluginManifest
from plugins.kernel.registry import Registry, registry

LABEL = {"en": "Label", "sq": "Emri"}


def made_by_hand():
    """A callable that makes a block."""
    return blocks.CharBlock(required=False)


def no_block():
    """A callable that makes something else."""
    return "text"


def discovered(*contributions, slug="ant"):
    """A plugin with these contributions."""
    return LoadedPlugin(
        slug,
        PluginManifest(
            slug=slug,
            version="1",
            requires_api=">=1",
            app=f"kvtest_{slug}",
            name=LABEL,
            description=LABEL,
            permissions=(PermissionDeclaration(codename="run", label=LABEL),),
            contributions=contributions,
        ),
    )


def block(handler="wagtail.blocks:CharBlock", **options):
    """A contribution of a block."""
    return Contribution(point="page.block", handler=handler, options={"name": "note", "label": LABEL} | options)


@pytest.fixture
def here(monkeypatch):
    """The name under which handlers in this file can be imported."""
    monkeypatch.setitem(sys.modules, "kvtest_blocks", sys.modules[__name__])
    return "kvtest_blocks:{}".format


def test_block_is_a_class_or_made_by_a_callable_and_has_the_label_of_the_manifest(here):
    both = (block(icon="comment", group="Ants"), block(here("made_by_hand"), name="other"))
    with registry.using(Discovery(plugins=(discovered(*both),))):
        made = {kind: entry.block for kind, entry in installed().items()}
        assert list(made) == ["ant_note", "ant_other"]
        assert [str(child.label) for child in made.values()] == ["Label", "Label"]
        assert (made["ant_note"].meta.icon, made["ant_note"].meta.group) == ("comment", "Ants")
        assert installed() is installed()


@pytest.mark.parametrize(
    ("handler", "name", "reason"),
    [
        ("no_block", "note", "is a str and no Wagtail block"),
        (
            "made_by_hand",
            "my-note",
            "'ant_my-note' is no name of a block: options['name'] takes small letters, digits, _",
        ),
    ],
)
def test_plugin_whose_block_is_none_is_quarantined(here, handler, name, reason):
    with registry.using(Discovery(plugins=(discovered(block(here(handler), name=name)),))):
        assert dict(installed()) == {}
        assert reason in registry.quarantined[0].reason


def test_second_plugin_with_a_type_of_block_is_quarantined():
    plugins = (discovered(block(name="b_note"), slug="aa"), discovered(block(), slug="aa_b"))
    with registry.using(Discovery(plugins=plugins)):
        assert {kind: entry.loaded.plugin for kind, entry in installed().items()} == {"aa_b_note": "aa"}
        [entry] = registry.quarantined
        assert (entry.slug, "the type 'aa_b_note' is plugin 'aa''s" in entry.reason) == ("aa_b", True)


@pytest.mark.parametrize(
    ("point", "options", "reason"),
    [
        (
            "admin.column",
            {"list": "people", "label": LABEL},
            "options: list: must be one of submissions, consultations",
        ),
        ("admin.column", {"list": "submissions"}, 'options: label: must be a mapping with an "en" text, got None'),
        ("admin.bulk_action", {"list": "submissions", "label": LABEL}, "options: permission: an action needs one"),
    ],
)
def test_plugin_whose_column_or_action_does_not_say_enough_is_quarantined(point, options, reason):
    contribution = Contribution(point=point, handler="kvtest:thing", options=options)
    plugins = Registry(Discovery(plugins=(discovered(contribution),)))
    quarantine_misfits(plugins)
    [entry] = plugins.quarantined
    assert entry.reason.startswith(f"{point} thing: {reason}")
