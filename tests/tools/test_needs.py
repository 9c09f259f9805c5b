"""What the tests need is installed where that is allowed, else named; CI accepts no excuse."""

import subprocess

import pytest


@pytest.fixture
def bare_machine(tool, monkeypatch):
    """tools/needs.py on a machine that has nothing and lets nobody install."""
    needs = tool("needs")
    monkeypatch.setattr(needs.shutil, "which", lambda name: None)
    monkeypatch.setattr(needs, "DEBIAN_POSTGRES", "/nowhere")
    monkeypatch.setattr(needs, "may_install", lambda: False)
    return needs


def test_missing_programs_are_named_with_their_packages(bare_machine, monkeypatch, capsys):
    monkeypatch.delenv("CI", raising=False)
    assert bare_machine.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == ("missing: chromium (for browser tests and screenshots; Debian: chromium chromium-driver)")
    assert [line.split()[1] for line in lines] == ["chromium", "initdb", "javac", "mvn", "xgettext"]


def test_missing_programs_fail_in_ci(bare_machine, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert bare_machine.main() == 1


def test_only_what_is_missing_is_installed(bare_machine, monkeypatch, capsys):
    asked = []
    have = {"chromium": "/usr/bin/chromium", "mvn": "/usr/bin/mvn", "xgettext": "/usr/bin/xgettext"}
    monkeypatch.setattr(bare_machine.shutil, "which", have.get)
    monkeypatch.setattr(bare_machine, "may_install", lambda: True)
    monkeypatch.setattr(bare_machine.subprocess, "run", lambda command, **_: asked.append(command))
    bare_machine.main()
    assert asked[0] == ["apt-get", "update", "-qq"]
    assert asked[1][-2:] == ["postgresql", "openjdk-17-jdk-headless"]


@pytest.mark.parametrize(("fetched", "status"), [(0, 0), (1, 1)])
def test_elasticsearch_is_fetched_before_the_tests_where_java_is(tool, monkeypatch, capsys, fetched, status):
    needs, asked = tool("needs"), []
    monkeypatch.setattr(needs.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setenv("CI", "true")

    def run(command, **_):
        asked.append(command[1:])
        return subprocess.CompletedProcess(command, fetched)

    monkeypatch.setattr(needs.subprocess, "run", run)
    assert needs.main() == status
    assert asked == [[str(needs.ES_NODE), "install"]]
    assert needs.ES_NODE.is_file()
    assert ("missing: Elasticsearch's jars" in capsys.readouterr().out) is bool(fetched)


def test_newest_postgres_is_chosen_by_number(tool, monkeypatch, tmp_path):
    needs = tool("needs")
    monkeypatch.setattr(needs.shutil, "which", lambda name: None)
    monkeypatch.setattr(needs, "DEBIAN_POSTGRES", str(tmp_path))
    for version in ("9", "15", "16"):
        program = tmp_path / version / "bin" / "initdb"
        program.parent.mkdir(parents=True)
        program.touch()
    assert needs.postgres_program("initdb") == str(tmp_path / "16" / "bin" / "initdb")


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_run_on_postgres_without_postgres_says_why(tool, monkeypatch, capsys, ci, status):
    postgres = tool("postgres")
    monkeypatch.setattr(postgres, "postgres_program", lambda name: None)
    monkeypatch.setattr(postgres.signal, "signal", lambda *_: None)
    monkeypatch.setenv("CI", ci)
    assert postgres.main(["true"]) == status
    assert capsys.readouterr().err == (
        "skipped on PostgreSQL: no PostgreSQL server programs (Debian: postgresql)\n"
    )
