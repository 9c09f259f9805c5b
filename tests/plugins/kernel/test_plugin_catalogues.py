"""The translations of plugins are found and compiled wherever the plugins are installed."""

import gettext
import os

from plugins.kernel.catalogues import app_folder, compile_catalogues, plugin_catalogue_files

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Poll"\nmsgstr "Sondazh"\n'


def written(tmp_path):
    """A catalogue as a plugin brings it."""
    path = tmp_path / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    return path


def test_catalogues_of_every_loaded_plugin_are_found():
    found = {path.relative_to(path.parents[3]).as_posix() for path in plugin_catalogue_files()}
    assert {"locale/sq/LC_MESSAGES/django.po", "locale/sr_Latn/LC_MESSAGES/django.po"} <= found
    folders = {path.parents[3].name for path in plugin_catalogue_files()}
    assert {"kuvend_dummy", "threads", "moderation"} <= folders


def test_folder_of_an_app_is_its_packages():
    assert app_folder("kuvend_dummy").name == "kuvend_dummy"
    assert app_folder("kuvend_nobody") is None
    assert app_folder("plugins.kernel.catalogues") is None


def test_catalogue_that_may_be_written_beside_is_compiled(tmp_path):
    path = written(tmp_path)
    assert compile_catalogues([path]) == 1
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Poll") == "Sondazh"


def test_catalogue_in_a_folder_that_is_not_ours_is_left(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(os, "access", lambda folder, mode: False)
    assert compile_catalogues([path]) == 0
    assert not path.with_suffix(".mo").exists()
