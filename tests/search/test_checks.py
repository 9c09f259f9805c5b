"""`manage.py check` names what was not built."""

import pytest

from search import checks


def test_missing_lexicons_are_a_warning_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(checks, "FOLDER", tmp_path)
    (warning,) = checks.lexicons_are_compiled()
    assert (warning.id, warning.hint) == ("search.W001", "Run: python -m search.analysis.compiling")


def test_compiled_lexicons_are_no_matter(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "record.json").write_text("{}")
    monkeypatch.setattr(checks, "FOLDER", tmp_path)
    assert checks.lexicons_are_compiled() == []
