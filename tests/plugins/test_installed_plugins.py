"""Every plugin that comes along keeps to what is asked of a stranger's."""

import pytest
from django.core.management import call_command

from plugins.kernel.points import declared
from plugins.kernel.registry import registry
from plugins.testing.conformance import foreign_relations, manifest_objections, untranslated

SLUGS = ("dummy", "moderation", "submission_search", "threads")


@pytest.mark.django_db
def test_nothing_is_in_quarantine(capsys):
    call_command("plugins", "check", "--strict")
    assert capsys.readouterr().out == "4 plugins, nothing to object\n"


@pytest.mark.parametrize("slug", SLUGS)
def test_manifest_is_true(slug):
    assert manifest_objections(slug) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_models_refer_to_the_record_by_uuid_only(slug):
    assert foreign_relations(slug) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_manifest_speaks_every_language_of_the_interface(slug):
    assert untranslated(slug) == []


def test_dummy_uses_every_extension_point():
    used = {contribution.point for contribution in registry.plugin("dummy").manifest.contributions}
    assert used == set(declared())
