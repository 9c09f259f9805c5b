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
from django.apps import apps
from plugins.kernel.registry import registry
print(json.dumps({
    "loaded": [plugin.slug for plugin in registry.plugins],
    "quarantined": {entry.slug: entry.reason for entry in registry.quarantined},
    "models": [model._meta.label for model in apps.get_models() if model.__module__.startswith("kvtest")],
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
            "its app label 'auth' is taken",
        ),
        (
            "apps",
            "from django.apps import AppConfig\nclass Bad(AppConfig):\n    name = 'kvtest_bad'\n"
            "    label = 'plugin_kernel'",
            "its app label 'plugin_kernel' is taken",
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
    assert started["quarantined"] == dict.fromkeys(("ant", "bee"), "its app label 'polls' is taken")
