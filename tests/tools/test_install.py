"""The first thing that runs on a stranger's machine."""

import ast
from collections import namedtuple
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "install.py"
Version = namedtuple("Version", "major minor micro releaselevel serial")


def test_python_too_old_is_told_so_in_a_sentence(tool, monkeypatch):
    install = tool("install")
    monkeypatch.setattr(install.sys, "version_info", Version(3, 10, 9, "final", 0))
    monkeypatch.setattr(install.sys, "executable", "/usr/bin/python3")
    monkeypatch.setattr(install.platform, "python_version", lambda: "3.10.9")
    with pytest.raises(SystemExit) as stopped:
        install.main("run")
    assert stopped.value.code == (
        "Kuvend needs Python 3.11 or newer; /usr/bin/python3 is 3.10.9.\n"
        "Name another one: make PYTHON=python3.12 ..."
    )


def test_script_has_nothing_that_an_old_python_cannot_read():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 5))
    newer = ast.JoinedStr | ast.NamedExpr | ast.AnnAssign | ast.Match
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []
    assert "print(" not in SCRIPT.read_text()


def test_venv_without_a_working_python_is_not_usable(tool, monkeypatch, tmp_path):
    install = tool("install")
    monkeypatch.setattr(install, "PYTHON", str(tmp_path / "bin" / "python"))
    assert install.usable() is False
    monkeypatch.setattr(install, "PYTHON", "/bin/false")
    assert install.usable() is False
