"""Write requirements/run.txt and requirements/dev.txt anew from pyproject.toml, with hashes.

The packages come from the index this machine is set up for; the files do not say which.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "var" / "lock"
LOCKS = (("run", ["--extra", "build"]), ("dev", ["--extra", "build", "--extra", "dev"]))
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"),
)


def pip_index() -> str | None:
    """The index pip was told to use on this machine, or None; uv does not read pip's configuration."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        check=False,
        capture_output=True,
        text=True,
    )
    return asked.stdout.strip() or None


def uv() -> Path:
    """uv, in a folder of its own so that it is no part of what it locks."""
    program = TOOLS / "bin" / "uv"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", TOOLS], check=True)
        subprocess.run([TOOLS / "bin" / "pip", "install", "--quiet", "uv"], check=True)
    return program


def main() -> None:
    """run.txt first; dev.txt agrees with it, so that the tests test what runs."""
    environment = dict(os.environ)
    if "UV_DEFAULT_INDEX" not in environment and (index := pip_index()):
        environment["UV_DEFAULT_INDEX"] = index
    for name, extras in LOCKS:
        target = ROOT / "requirements" / f"{name}.txt"
        constraint = ["--constraint", "requirements/run.txt"] if name != "run" else []
        subprocess.run(
            [uv(), "pip", "compile", "pyproject.toml", *extras, *OPTIONS, *constraint, "--output-file", target],
            check=True,
            cwd=ROOT,
            env=environment,
        )


if __name__ == "__main__":
    main()
