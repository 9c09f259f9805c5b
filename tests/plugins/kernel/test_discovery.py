import shutil
import subprocess
import sys
from importlib import metadata

import pytest

from plugins.kernel.discovery import discover
from plugins.kernel.requirements import unmet
from plugins.kernel.version import API_VERSION
from plugins.testing.packages import put_on_path, write_distribution


def found(discovery, *slugs):
    """(slugs of loaded plugins, {slug: reason}) of those asked about."""
    loaded = [plugin.slug for plugin in discovery.plugins if plugin.slug in slugs]
    reasons = {entry.slug: entry.reason for entry in discovery.quarantined if entry.slug in slugs}
    return loaded, reasons


def test_discovery_loads_what_is_installed_in_the_order_of_slugs(install):
    install.plugin("zebra")
    install.plugin("ant")
    discovery = discover(["ant", "zebra"])
    assert found(discovery, "ant", "zebra") == (["ant", "zebra"], {})
    assert [plugin.distribution for plugin in discovery.plugins] == ["kvtest_ant 2.5", "kvtest_zebra 2.5"]


def test_discovery_names_guarded_apps_for_settings(install):
    install.plugin("ant")
    assert discover(["ant"]).installed_apps == ["plugins.kernel.guarded.ant"]


def test_discovery_never_imports_what_the_operator_did_not_allow(install):
    install.plugin("ant")
    install.plugin("trap", manifest="raise SystemExit('imported')  # {slug}{requires_api}{app}")
    discovery = discover(["ant"])
    assert found(discovery, "ant", "trap") == (["ant"], {})
    assert "trap" in discovery.not_allowed
    assert "kvtest_trap.manifest" not in sys.modules


def test_discovery_reports_an_allowed_name_that_is_not_installed(install):
    assert found(discover(["thraeds"]), "thraeds") == (
        [],
        {"thraeds": "allowed by the operator, but no installed package offers it"},
    )


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        ("import kvtest_missing", "its manifest cannot be read: ModuleNotFoundError: No module named"),
        ("1 / 0", "its manifest cannot be read: ZeroDivisionError: division by zero"),
        (
            "class Mute(Exception):\n    def __str__(self):\n        raise ValueError\nraise Mute()",
            "its manifest cannot be read: kvtest_bad.manifest.Mute: (its words cannot be made: ValueError)",
        ),
        ("raise ValueError('x' * 5000)", f"its manifest cannot be read: ValueError: {'x' * 500} ("),
        ("raise SystemExit(3)", "its manifest cannot be read: SystemExit: 3"),
        ("syntax error", "its manifest cannot be read: SyntaxError"),
        ("OTHER = 1", "its manifest cannot be read: module 'kvtest_bad.manifest' has no attribute 'MANIFEST'"),
        ("MANIFEST = dict(slug='bad')", "kvtest_bad.manifest:MANIFEST is a dict, not a PluginManifest"),
        (
            "from plugins.api.manifest import PluginManifest as P\n"
            "MANIFEST = P(slug='bad', version='new', requires_api='>=1', app='x', name={'en': 'x'},"
            " description={'en': 'x'})",
            "its manifest cannot be read: plugins.kernel.manifest_checks.ManifestError: plugin 'bad': version: "
            "must be a version",
        ),
        (
            "from django.db import models\nclass Poll(models.Model):\n    pass",
            "its manifest cannot be read: ",
        ),
    ],
)
def test_discovery_quarantines_a_manifest_that_cannot_be_used(install, manifest, reason):
    install.plugin("good")
    install.module("kvtest_bad/manifest.py", manifest)
    write_distribution(install.folder, "kvtest-bad", "1.0", {"bad": "kvtest_bad.manifest:MANIFEST"})
    loaded, reasons = found(discover(["good", "bad"]), "good", "bad")
    assert loaded == ["good"]
    assert reasons["bad"].startswith(reason)


def test_discovery_quarantine_says_where_a_manifest_failed(install):
    install.module("kvtest_bad/manifest.py", "\n\n1 / 0\n")
    write_distribution(install.folder, "kvtest-bad", "1.0", {"bad": "kvtest_bad.manifest:MANIFEST"})
    _, reasons = found(discover(["bad"]), "bad")
    assert reasons["bad"].endswith("kvtest_bad/manifest.py:3 in <module>)")


def test_discovery_quarantines_an_incompatible_plugin(install):
    install.plugin("future", requires_api=">=99")
    _, reasons = found(discover(["future"]), "future")
    assert reasons["future"].startswith(f"it requires plugin API >=99, this is {API_VERSION} (")
    assert reasons["future"].endswith("kvtest_future/manifest.py:3)")


def test_discovery_quarantines_both_claimants_of_one_slug(install):
    install.plugin("twin", package="kvtest_one")
    install.plugin("twin", package="kvtest_two")
    discovery = discover(["twin"])
    assert [(entry.distribution, entry.reason) for entry in discovery.quarantined] == [
        (
            "kvtest_one 2.5",
            "the slug 'twin' is claimed by more than one package: "
            "kvtest_one 2.5, kvtest_two 2.5. Uninstall all but one",
        ),
        (
            "kvtest_two 2.5",
            "the slug 'twin' is claimed by more than one package: "
            "kvtest_one 2.5, kvtest_two 2.5. Uninstall all but one",
        ),
    ]
    assert discovery.plugins == ()


def test_discovery_quarantines_a_slug_that_differs_from_its_entry_point(install):
    install.plugin("ant")
    write_distribution(install.folder, "kvtest-alias", "1.0", {"alias": "kvtest_ant.manifest:MANIFEST"})
    _, reasons = found(discover(["alias"]), "alias")
    assert reasons == {"alias": "its slug 'ant' differs from its entry point's name 'alias'"}


def test_discovery_quarantines_an_app_that_does_not_exist(install):
    install.plugin("ant", app="kvtest_nowhere")
    install.plugin("bee", app="kvtest_no.where")
    _, reasons = found(discover(["ant", "bee"]), "ant", "bee")
    assert reasons["ant"] == "its app 'kvtest_nowhere' does not exist"
    assert reasons["bee"].startswith("its app 'kvtest_no.where' cannot be found: ModuleNotFoundError")


def test_discovery_quarantines_plugins_that_share_an_app(install):
    install.plugin("ant")
    install.plugin("bee", app="kvtest_ant")
    loaded, reasons = found(discover(["ant", "bee"]), "ant", "bee")
    assert loaded == []
    assert reasons["ant"].startswith("its app 'kvtest_ant' is claimed by more than one plugin: ant, ")


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        ("kvtest-nowhere", "its package needs kvtest-nowhere, which is not installed. Install what it needs"),
        (
            "Django>=4,<5",
            f"its package needs Django<5,>=4, but {metadata.version('django')} is installed. Install what",
        ),
        ("not a requirement ===", "its package needs 'not a requirement ===', which cannot be read. "),
        ("Django>=5", None),
        ("kvtest-nowhere; python_version < '3'", None),
        ("kvtest-nowhere; extra == 'tests'", None),
    ],
)
def test_discovery_quarantines_a_plugin_whose_package_lacks_what_it_needs(install, needs, reason):
    unmet.cache_clear()
    install.plugin("needy", dist="kvtest-needy")
    file = install.folder / "kvtest_needy-2.5.dist-info" / "METADATA"
    file.write_text(f"{file.read_text()}Requires-Dist: {needs}\n")
    loaded, reasons = found(discover(["needy"]), "needy")
    assert (loaded == ["needy"]) is (reason is None)
    assert reasons.get("needy", "").startswith(reason or "")


@pytest.mark.parametrize(
    ("manifest", "where"),
    [
        ("x = 1\ny = = 2", "kvtest_bad/manifest.py:2)"),
        (
            "from plugins.api.manifest import Contribution\n\n"
            "WRONG = Contribution(\n    point='home.page',\n    handler='no colon',\n)",
            "kvtest_bad/manifest.py:3 in <module>)",
        ),
        ("def broken():\n    return 1 / 0\n\nbroken()", "kvtest_bad/manifest.py:2 in broken)"),
        ("OTHER = 1", "has no attribute 'MANIFEST' (entry point bad = kvtest_bad.manifest:MANIFEST)"),
    ],
)
def test_discovery_names_file_and_line_of_a_mistake_in_a_manifest(install, manifest, where):
    install.module("kvtest_bad/manifest.py", manifest)
    write_distribution(install.folder, "kvtest-bad", "1.0", {"bad": "kvtest_bad.manifest:MANIFEST"})
    _, reasons = found(discover(["bad"]), "bad")
    assert reasons["bad"].endswith(where)


def test_discovery_imports_no_django():
    code = (
        "import sys; from plugins.kernel.discovery import discover; discover();"
        "print([name for name in sys.modules if name.partition('.')[0] in ('django', 'wagtail')])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_project_put_on_the_path_is_discovered_from_its_pyproject(tmp_path, install):
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text(
        '[project]\nname = "kvtest-stranger"\nversion = "0.3"\n'
        '[project.entry-points."kuvend.plugins"]\nstranger = "kvtest_stranger.manifest:MANIFEST"\n',
        encoding="utf-8",
    )
    package = install.plugin("stranger")
    (tmp_path / package).rename(project / package)
    shutil.rmtree(tmp_path / f"{package}-2.5.dist-info")
    before = list(sys.path)
    try:
        put_on_path(project, tmp_path / "metadata")
        loaded = discover(["stranger"]).plugins
    finally:
        sys.path[:] = before
    assert [(plugin.slug, plugin.distribution) for plugin in loaded] == [("stranger", "kvtest-stranger 0.3")]
