"""Make .venv and put the locked packages and this checkout into it: install.py run|dev

Runs on any Python of the machine, whatever its age, before anything is installed, so that one that is
too old gets a sentence instead of a traceback: no f-strings here.
"""

import os
import platform
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")


def main(kind):
    """Install requirements/<kind>.txt by its hashes, then the project itself, editable."""
    if sys.version_info < OLDEST:
        sys.exit(
            "Kuvend needs Python 3.11 or newer; " + sys.executable + " is " + platform.python_version() + ".\n"
            "Name another one: make PYTHON=python3.12 ..."
        )
    if not usable():
        make_venv()
    requirements = os.path.join("requirements", kind + ".txt")
    sys.stdout.write("Installing " + requirements + " into .venv (the first time takes a minute)\n")
    sys.stdout.flush()
    pip("install", "--require-hashes", "-r", requirements)
    pip("install", "--no-deps", "--no-build-isolation", "-e", ".")
    compile_lexicons()
    with open(os.path.join(VENV, ".installed-" + kind), "w") as stamp:
        stamp.write(requirements + "\n")


def compile_lexicons():
    """The search's own files, made of the packages just installed; nothing to do where they are current."""
    status = subprocess.call([PYTHON, "-m", "search.analysis.compiling"], cwd=ROOT)
    if status != 0:
        sys.exit(status)


def usable():
    """Whether .venv holds a Python that starts, is new enough, and has pip."""
    probe = "import sys, pip; sys.exit(sys.version_info < " + repr(OLDEST) + ")"
    try:
        return subprocess.call([PYTHON, "-c", probe], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv():
    """A fresh .venv; one that another Python left behind is cleared."""
    made = subprocess.call([sys.executable, "-m", "venv", "--clear", VENV])
    if made != 0:
        sys.exit(
            "Could not make .venv. On Debian and Ubuntu the module comes as a package: apt install python3-venv"
        )


def pip(*arguments):
    """pip of the venv, quiet; ends this script with pip's own status where it fails."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
    status = subprocess.call(command + list(arguments), cwd=ROOT)
    if status != 0:
        sys.exit(status)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        sys.exit(__doc__)
    main(sys.argv[1])
