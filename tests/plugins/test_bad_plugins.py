"""A site with a dozen bad plugins: it starts with the good one, and says of each of the others what and where.

One process of its own, with the settings the site runs with.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.testing.packages import write_distribution

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = """
from plugins.api.manifest import Contribution, PluginManifest, SettingField
MANIFEST = PluginManifest(
    slug={slug!r}, version={version}, requires_api=">=1,<2", app={slug!r},
    name={{"en": "X"}}, description={{"en": "X"}}, contributions=({contributions}), settings=({settings}),
)
"""
URLS = """
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("ok"), name="index")]
"""
EDITS = """
from django.db import models
from consultations.models import Institution
Institution.add_to_class("mayor", models.TextField())
"""


def route(slug, point, prefix):
    return f'Contribution(point="{point}", handler="{slug}.urls:urlpatterns", options={{"prefix": "{prefix}"}}),'


SETTING = 'SettingField(name="limit", kind="int", default="ten", label={"en": "Limit"}),'
HOLD = "plugins.kernel.manifest_checks.ManifestError: "
PLUGINS = {
    "kvbad_good": ({"contributions": route("kvbad_good", "site.urls", "kvbad")}, {}, None),
    "kvbad_types": (
        {"contributions": '"home.page",'},
        {},
        f"its manifest cannot be read: {HOLD}plugin 'kvbad_types': contributions: must be a tuple of "
        "Contribution, got ('home.page',) ({folder}/kvbad_types/manifest.py:3 in <module>)",
    ),
    "kvbad_version": (
        {"version": '"newest"'},
        {},
        f"its manifest cannot be read: {HOLD}plugin 'kvbad_version': version: must be a version, such as "
        "\"1.2.0\", got 'newest' ({folder}/kvbad_version/manifest.py:3 in <module>)",
    ),
    "kvbad_setting": (
        {"settings": SETTING},
        {},
        f"its manifest cannot be read: {HOLD}setting 'limit': default: must be a whole number, got str "
        "({folder}/kvbad_setting/manifest.py:5 in <module>)",
    ),
    "kvbad_edits": (
        {},
        {"models.py": EDITS},
        "models: it adds mayor to consultations.Institution: keep it in a model of your own, by uuid",
    ),
    "kvbad_api": (
        {"contributions": route("kvbad_api", "api.routes", "submissions")},
        {},
        "api.routes: the prefix 'submissions' belongs to the platform itself: set another in its options "
        "({folder}/kvbad_api/manifest.py:5)",
    ),
    "kvbad_site": (
        {"contributions": route("kvbad_site", "site.urls", "consultations")},
        {},
        "site.urls: the prefix 'consultations' belongs to the platform itself: set another in its options "
        "({folder}/kvbad_site/manifest.py:5)",
    ),
    "kvbad_language": (
        {"contributions": route("kvbad_language", "site.urls", "sq")},
        {},
        "site.urls: the prefix 'sq' belongs to the platform itself: set another in its options "
        "({folder}/kvbad_language/manifest.py:5)",
    ),
    "kvbad_template": (
        {},
        {"templates/site/base.html": ""},
        "{folder}/kvbad_template/templates/site would stand before the site's own templates/site: "
        "put it into templates/kvbad_template/",
    ),
    "kvbad_static": (
        {},
        {"static/site/kuvend.css": ""},
        "{folder}/kvbad_static/static/site would stand before the site's own static/site: "
        "put it into static/kvbad_static/",
    ),
    "kvbad_command": (
        {},
        {"management/commands/prepare.py": ""},
        "kvbad_command/management/commands/prepare.py: there is a command 'prepare' already: "
        "name it kvbad_command_prepare.py",
    ),
    "kvbad_point": (
        {"contributions": 'Contribution(point="submission.chek", handler="a.b:c"),'},
        {},
        "there is no extension point 'submission.chek', did you mean 'submission.check'? "
        "({folder}/kvbad_point/manifest.py:5)",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What `plugins check --strict` says in that site: its status and its lines."""
    folder = tmp_path_factory.mktemp("bad")
    for slug, (manifest, files, _reason) in PLUGINS.items():
        fields = {"version": '"1.0"', "contributions": "", "settings": "", **manifest}
        written = {
            "__init__.py": "",
            "urls.py": URLS,
            "manifest.py": MANIFEST.format(slug=slug, **fields),
            **files,
        }
        for name, text in written.items():
            file = folder / slug / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        write_distribution(folder, slug, "1.0", {slug: f"{slug}.manifest:MANIFEST"})
    for package in ("kvbad_one", "kvbad_two"):
        write_distribution(folder, package, "1.0", {"kvbad_twin": "kvbad_good.manifest:MANIFEST"})
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        "KUVEND_VAR": str(tmp_path_factory.mktemp("var")),
        "KUVEND_PLUGINS": ",".join([*PLUGINS, "kvbad_twin", "threads"]),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "plugins", "--no-color", "check", "--strict"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = [line.partition(": ") for line in done.stdout.splitlines()]
    return done, {slug: reason for slug, _, reason in lines}, folder.name


def test_site_starts_and_the_check_fails(told):
    done, reasons, _folder = told
    assert done.returncode == 1, done.stderr
    assert "objections" in done.stderr
    assert set(reasons) == {*PLUGINS, "kvbad_twin"} - {"kvbad_good"}


@pytest.mark.parametrize("slug", [slug for slug, (_, _, reason) in PLUGINS.items() if reason])
def test_bad_plugin_is_refused_with_what_where_and_the_mend(told, slug):
    _done, reasons, folder = told
    assert reasons[slug] == PLUGINS[slug][2].replace("{folder}", folder)


def test_two_packages_with_one_slug_are_both_named(told):
    assert told[1]["kvbad_twin"] == (
        "the slug 'kvbad_twin' is claimed by more than one package: kvbad_one 1.0, kvbad_two 1.0. "
        "Uninstall all but one"
    )
