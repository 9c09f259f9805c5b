"""The example plugins are what a stranger's would be: they import `plugins.api`, third parties, and themselves."""

import tomllib
from pathlib import Path

import pytest

from plugins.testing.conformance.imports import forbidden_imports

EXAMPLES = Path(__file__).resolve().parents[2] / "plugins" / "examples"
PROJECTS = sorted(path.parent for path in EXAMPLES.glob("*/pyproject.toml"))


def test_examples_are_found():
    assert {"dummy", "polls"} <= {project.name for project in PROJECTS}


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_example_imports_nothing_of_the_platform_but_its_api(project):
    declared = tomllib.loads((project / "pyproject.toml").read_text())["project"]["entry-points"]["kuvend.plugins"]
    for target in declared.values():
        package = target.partition(".")[0]
        assert forbidden_imports(project / package, package) == []


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_example_is_a_package_that_can_be_installed(project):
    declared = tomllib.loads((project / "pyproject.toml").read_text())
    assert "kuvend" in declared["project"]["dependencies"]
    assert (project / declared["project"]["readme"]).is_file()
