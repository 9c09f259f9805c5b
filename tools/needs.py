"""What the tests need beside Python: found, installed where this machine lets us, or named as missing.

As root on Debian or Ubuntu the packages are installed. Elsewhere the tests that need a missing program are
skipped with the reason; with CI=true a missing program is a failure.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ES_NODE = Path(__file__).resolve().parents[1] / "tests" / "services" / "elasticsearch_node" / "es_node.py"
DEBIAN_POSTGRES = "/usr/lib/postgresql"


@dataclass(frozen=True)
class Need:
    """A program, what it is for, and the Debian packages that bring it."""

    program: str
    purpose: str
    packages: tuple[str, ...]

    def found(self) -> str | None:
        """Where the program is, or None."""
        if self.program == "initdb":
            return postgres_program("initdb")
        return shutil.which(self.program)


NEEDS = (
    Need("chromium", "browser tests and screenshots", ("chromium", "chromium-driver")),
    Need("initdb", "tests on PostgreSQL", ("postgresql",)),
    Need("javac", "tests on Elasticsearch", ("openjdk-17-jdk-headless",)),
    Need("mvn", "tests on Elasticsearch", ("maven",)),
    Need("xgettext", "the check that every text is in the catalogues", ("gettext",)),
)


def postgres_program(name: str) -> str | None:
    """A PostgreSQL server program: Debian keeps them beside PATH, newest version last."""
    if on_path := shutil.which(name):
        return on_path
    found = sorted(Path(DEBIAN_POSTGRES).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else None


def missing() -> list[Need]:
    """The needs no program was found for."""
    return [need for need in NEEDS if need.found() is None]


def may_install() -> bool:
    """Whether this user may install Debian packages here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(needs: Iterable[Need]) -> None:
    """Install their packages by apt-get; what it says goes to standard error."""
    packages = [package for need in needs for package in need.packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(packages)}", flush=True)
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", *command],
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def fetch_elasticsearch() -> bool:
    """Elasticsearch's jars, before a test has to wait for them; whether they are there."""
    print("Fetching what Elasticsearch is made of, unless it is there", flush=True)
    done = subprocess.run([sys.executable, str(ES_NODE), "install"], check=False, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def main() -> int:
    """0, or 1 where CI lacks something."""
    if (absent := missing()) and may_install():
        install(absent)
        absent = missing()
    lacking = bool(absent)
    for need in absent:
        print(f"missing: {need.program} (for {need.purpose}; Debian: {' '.join(need.packages)})", flush=True)
    if not {"javac", "mvn"} & {need.program for need in absent} and not fetch_elasticsearch():
        print("missing: Elasticsearch's jars (for tests on Elasticsearch; Maven fetches them)", flush=True)
        lacking = True
    return 1 if lacking and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
