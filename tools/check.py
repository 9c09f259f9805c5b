"""`make check`: everything that is wrong without running a test. Each check prints its own complaint."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROOMS = ("cms", "consultations", "plugins", "search")

TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
# Not a secret: `check --deploy` only wants one of a secret's length.
PRODUCTION_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "only-so-that-check-deploy-can-read-the-settings-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "kuvend.example.org",
}


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 where all is well."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def manage(name: str, *arguments: str, environment: Mapping[str, str] = TEST_SETTINGS) -> Check:
    """A check by a management command."""
    return Check(name, (sys.executable, "manage.py", *arguments), environment)


CHECKS = (
    Check("types", (str(BIN / "mypy"), *ROOMS)),
    Check("style", (str(BIN / "ruff"), "check", ".")),
    Check("format", (str(BIN / "ruff"), "format", "--check", ".")),
    Check("imports", (str(BIN / "lint-imports"),)),
    Check("translations", (sys.executable, "tools/translations.py")),
    Check("Cyrillic", (sys.executable, "tools/cyrillic_catalogues.py", "--check")),
    manage("migrations", "makemigrations", "--check", "--dry-run"),
    manage("system", "check", "--fail-level", "WARNING"),
    manage("deployment", "check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION_SETTINGS),
    manage("plugins", "plugins", "check", "--strict"),
    Check("API schema", (sys.executable, "-m", "pytest", "-q", "tests/cms/api/test_schema_snapshot.py")),
)


def run(check: Check) -> bool:
    """Whether the check passed; what it said is printed in one piece where it did not."""
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        check=False,
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    report = f"{verdict:7}{check.name} ({time.monotonic() - started:.1f} s)"
    print(report if done.returncode == 0 else f"{report}\n{done.stdout.rstrip()}", flush=True)
    return done.returncode == 0


def main() -> int:
    """0 where every check passed."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        failed = list(pool.map(run, CHECKS)).count(False)
    print(f"{len(CHECKS) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
