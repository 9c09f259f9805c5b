"""Start-up with broken plugins: each test starts a small Django of its own in another process."""

import json
import os
import subprocess
import sys

import pytest

SETTINGS = """
from plugins.kernel.discovery import discover

SECRET_KEY = "only for this test"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PLUGIN_DISCOVERY = discover(ALLOWED)
INSTALLED_APPS = [
    "django.contrib.contenttypes", "plugins.kernel", *PLUGIN_DISCOVERY.installed_apps, "django.contrib.auth",
]
"""
START = """
import json, django
django.setup()
from django.contrib.auth.models import User
from django.apps import apps
from plugins.kernel.registry import registry
print(json.dumps({
    "loaded": [plugin.slug for plugin in registry.plugins],
    "quarantined": {entry.slug: entry.reason for entry in registry.quarantined},
    "models": [model._meta.label for model in apps.get_models() if model.__module__.startswith("kvtest")],
    "user": sorted(field.name for field in User._meta.get_fields() if not field.auto_created),
    "labels": {config.name: config.label for config in apps.get_app_configs()},
}))
"""
MODEL = """
from django.db import models
class Poll(models.Model):
    question = models.TextField()
"""


@pytest.fixture
def start(install):
    """Starts a Django with the named plugins and returns what came of it."""

    def run(*slugs):
        install.module("kvtest_settings.py", f"ALLOWED = {list(slugs)!r}\n{SETTINGS}")
        environment = os.environ | {
            "PYTHONPATH": str(install.folder),
            "DJANGO_SETTINGS_MODULE": "kvtest_settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


def test_healthy_plugin_starts_under_its_own_name_and_label(install, start):
    package = install.plugin("good")
    install.module(f"{package}/models.py", MODEL)
    started = start("good")
    assert started["loaded"] == ["good"]
    assert started["models"] == ["kvtest_good.Poll"]
    assert started["labels"]["kvtest_good"] == "kvtest_good"


@pytest.mark.parametrize(
    ("module", "source", "reason"),
    [
        ("__init__", "import kvtest_missing_library", "its manifest cannot be read: ModuleNotFoundError"),
        ("apps", "import kvtest_missing_library", "its app 'kvtest_bad' cannot be imported: ModuleNotFoundError"),
        ("apps", "raise SystemExit(2)", "its app 'kvtest_bad' cannot be imported: SystemExit: 2"),
        (
            "models",
            MODEL + "\nimport kvtest_missing_library",
            "its models cannot be imported: ModuleNotFoundError: No module named 'kvtest_missing_library'",
        ),
        (
            "apps",
            "from django.apps import AppConfig\nclass Bad(AppConfig):\n    name = 'kvtest_bad'\n"
            "    def ready(self):\n        raise RuntimeError('not ready')",
            "its ready() failed: RuntimeError: not ready",
        ),
        (
            "apps",
            "from django.apps import AppConfig\nclass Bad(AppConfig):\n    name = 'kvtest_bad'\n"
            "    label = 'auth'",
            "its app label 'auth' is taken by django.contrib.auth: set another `label` in its AppConfig",
        ),
        (
            "apps",
            "from django.apps import AppConfig\nclass Bad(AppConfig):\n    name = 'kvtest_bad'\n"
            "    label = 'plugin_kernel'",
            "its app label 'plugin_kernel' is taken by plugins.kernel: set another `label` in its AppConfig",
        ),
    ],
)
def test_broken_plugin_is_quarantined_and_the_site_starts_with_the_others(install, start, module, source, reason):
    good = install.plugin("good")
    install.module(f"{good}/models.py", MODEL)
    install.plugin("bad")
    install.module(f"kvtest_bad/{module}.py", source)
    started = start("good", "bad")
    assert started["loaded"] == ["good"]
    assert started["models"] == ["kvtest_good.Poll"]
    assert started["quarantined"]["bad"].startswith(reason)


def test_plugins_with_one_label_are_both_quarantined(install, start):
    for slug in ("ant", "bee"):
        install.plugin(slug)
        install.module(
            f"kvtest_{slug}/apps.py",
            "from django.apps import AppConfig\n"
            f"class Config(AppConfig):\n    name = 'kvtest_{slug}'\n    label = 'polls'",
        )
    started = start("ant", "bee")
    mend = "set another `label` in its AppConfig"
    assert started["quarantined"] == {
        "ant": f"its app label 'polls' is taken by plugin bee: {mend}",
        "bee": f"its app label 'polls' is taken by plugin ant: {mend}",
    }


EDITS_USER = """
from django.contrib.auth.models import User
from django.db import models
User.add_to_class("nickname", models.TextField())
"""


@pytest.mark.parametrize(
    ("module", "source", "reason"),
    [
        (
            "models.py",
            MODEL + EDITS_USER,
            "models: it adds nickname to auth.User: keep it in a model of your own, by uuid",
        ),
        (
            "apps.py",
            "from django.apps import AppConfig\nclass Bad(AppConfig):\n    name = 'kvtest_bad'\n"
            "    def ready(self):\n        from kvtest_bad import edits",
            "ready(): it adds nickname to auth.User: keep it in a model of your own, by uuid",
        ),
        (
            "models.py",
            MODEL + "    class Meta:\n        app_label = 'auth'\n",
            "models: its model Poll claims the app label 'auth': leave Meta.app_label out",
        ),
        (
            "models.py",
            MODEL + "    class Meta:\n        db_table = 'auth_user'\n",
            "models: its model Poll has the table of auth.User: leave Meta.db_table out",
        ),
        (
            "templates/plugin_kernel.html",
            "",
            "kvtest_bad/templates/plugin_kernel.html lies outside of the plugin's own folder: "
            "put it into templates/bad/",
        ),
        (
            "templates/registration/login.html",
            "",
            "kvtest_bad/templates/registration would stand before the site's own templates/registration: "
            "put it into templates/bad/",
        ),
        (
            "templates/good/home.html",
            "",
            "kvtest_bad/templates/good lies outside of the plugin's own folder: put it into templates/bad/",
        ),
        (
            "static/site.css",
            "",
            "kvtest_bad/static/site.css lies outside of the plugin's own folder: put it into static/bad/",
        ),
        (
            "templatetags/i18n.py",
            "",
            "kvtest_bad/templatetags/i18n.py: there is a template tag library 'i18n' already: name it bad_i18n.py",
        ),
        (
            "management/commands/createsuperuser.py",
            "",
            "kvtest_bad/management/commands/createsuperuser.py: there is a command 'createsuperuser' already: "
            "name it bad_createsuperuser.py",
        ),
        (
            "management/commands/migrate.py",
            "",
            "kvtest_bad/management/commands/migrate.py: there is a command 'migrate' already: "
            "name it bad_migrate.py",
        ),
    ],
)
def test_plugin_that_touches_what_is_not_its_own_is_quarantined_and_undone(install, start, module, source, reason):
    good = install.plugin("good")
    install.module(f"{good}/models.py", MODEL)
    install.plugin("bad")
    install.module("kvtest_bad/edits.py", EDITS_USER)
    install.module(f"kvtest_bad/{module}", source)
    started = start("good", "bad")
    assert started["loaded"] == ["good"]
    assert started["quarantined"]["bad"].replace(str(install.folder), "").endswith(reason)
    assert "nickname" not in started["user"]
    assert "username" in started["user"]
    assert started["models"] == ["kvtest_good.Poll"]


def test_plugin_may_bring_files_below_names_of_its_own(install, start):
    install.plugin("good")
    for path in ("templates/good/a.html", "templates/kvtest_good/a.html", "static/good_extra/a.css"):
        install.module(f"kvtest_good/{path}", "")
    install.module("kvtest_good/templatetags/good_tags.py", "")
    assert start("good")["quarantined"] == {}


@pytest.mark.parametrize(
    ("path", "kind"),
    [("templatetags/words.py", "template tag library"), ("management/commands/tidy.py", "command")],
)
def test_two_plugins_with_one_name_are_both_quarantined(install, start, path, kind):
    for slug in ("ant", "bee", "cat"):
        install.plugin(slug)
        install.module(f"kvtest_{slug}/{path if slug != 'cat' else 'slots.py'}", "")
    started = start("ant", "bee", "cat")
    name = path.rpartition("/")[2].removesuffix(".py")
    assert started["loaded"] == ["cat"]
    assert started["quarantined"]["ant"].endswith(f"plugin bee has a {kind} {name!r} too: rename one of them")
    assert started["quarantined"]["bee"].endswith(f"plugin ant has a {kind} {name!r} too: rename one of them")
