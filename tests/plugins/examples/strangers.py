"""A stranger's machine: the platform and plugins installed from wheels into an environment of their own.

What the platform needs comes from the environment that the tests run in, so nothing is downloaded.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "plugins" / "examples"
PLATFORM = ("pyproject.toml", "README.md", "locale", "tools", "cms", "consultations", "plugins", "search")
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.mo", "build", "*.egg-info", ".pytest_cache")
INI = """[pytest]
DJANGO_SETTINGS_MODULE = cms.settings.plugin_tests
pythonpath = tests
addopts = -ra --import-mode=importlib
"""


@dataclass(frozen=True)
class Machine:
    """An environment with wheels installed, and a folder to work in."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "environment" / "bin" / "python")

    def run(
        self, *arguments: str, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run its interpreter; what it prints, errors included, is in `stdout`."""
        return subprocess.run(
            [self.python, *arguments],
            cwd=cwd or self.folder,
            env=self._environment() | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def test(self, example: str) -> subprocess.CompletedProcess[str]:
        """Run the tests of an installed plugin, with nothing of its source but the tests at hand."""
        place = self.folder / "tests-of" / example
        shutil.copytree(EXAMPLES / example / "tests", place / "tests", ignore=NOT_SHIPPED)
        (place / "pytest.ini").write_text(INI, encoding="utf-8")
        return self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=place)

    def _environment(self) -> dict[str, str]:
        """This process's, without what leads back to the checkout; a database of its own on a server."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "KUVEND"))}
        for name in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE"):
            kept.pop(name, None)
        if kept.get("DATABASE_URL", "").startswith("postgres"):
            name = f"strangers_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
            kept["DATABASE_URL"] = f"{kept['DATABASE_URL'].rpartition('/')[0]}/{name}"
        return kept | {"DJANGO_SETTINGS_MODULE": "cms.settings.plugin_tests", "LOG_LEVEL": "ERROR"}


def examples() -> list[str]:
    """The packages among the examples that bring tests of their own, by their folder's name."""
    return sorted(path.parent.name for path in EXAMPLES.glob("*/tests"))


def slug_of(example: str) -> str:
    """The slug of the plugin that an example's pyproject offers."""
    declared = tomllib.loads((EXAMPLES / example / "pyproject.toml").read_text(encoding="utf-8"))
    (slug,) = declared["project"]["entry-points"]["kuvend.plugins"]
    return str(slug)


def machine_with(plugins: Iterable[str], folder: Path) -> Machine:
    """A machine on which the platform and these examples are installed, each from its wheel."""
    sources = folder / "sources"
    for name in PLATFORM:
        _copy(ROOT / name, sources / "kuvend" / name)
    for name in plugins:
        _copy(EXAMPLES / name, sources / name)
    wheels = folder / "wheels"
    offline = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    projects = [str(path) for path in sorted(sources.iterdir())]
    _pip("wheel", *offline, "--no-build-isolation", "--wheel-dir", str(wheels), *projects)
    machine = Machine(folder)
    venv.create(folder / "environment", symlinks=True, with_pip=False)
    built = [str(path) for path in sorted(wheels.glob("*.whl"))]
    _pip("--python", machine.python, "install", *offline, *built)
    _lend_libraries(folder / "environment")
    shutil.rmtree(sources)
    return machine


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=NOT_SHIPPED)
    else:
        shutil.copy(source, target)


def _pip(*arguments: str) -> None:
    """Run this environment's pip. RuntimeError with what it printed where it fails."""
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pip {arguments[0]}: {done.stdout}{done.stderr}")


def _lend_libraries(environment: Path) -> None:
    """Let the environment import the libraries of this one, after what is installed in it.

    A plain path, so that this environment's own .pth files, and the checkout they name, stay behind.
    """
    (target,) = environment.glob("lib/python*/site-packages")
    (target / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
