"""The reference says of each name of `plugins.api` what it is."""

import pytest

import plugins.api.record
from plugins.api import events


@pytest.fixture
def reference(tool):
    """tools/plugin_api.py."""
    return tool("plugin_api")


def test_every_module_has_its_page_as_it_is(reference):
    assert reference.complaints() == [], "python tools/plugin_api.py --write"


def test_page_has_every_name_that_is_promised(reference):
    text = reference.pages()["record.md"]
    assert [name for name in plugins.api.record.__all__ if f"## `{name}`" not in text] == []


def test_page_says_members_fields_and_signatures(reference):
    pages = reference.pages()
    assert all(f"| `{kind.name}` | `{kind.value}` |" in pages["events.md"] for kind in events.Kind)
    assert "| `permitted_by_default` | `bool` | default: `True` |" in pages["manifest.md"]
    assert "declared_at" not in pages["manifest.md"]
    assert "pick(available: Mapping[str, str], language: str, default: str = 'en') -> str" in pages["texts.md"]
    assert "## `HOME_PAGE`" not in pages["extension_points.md"]


def test_page_that_is_missing_stale_or_of_no_module_is_told(reference, monkeypatch, tmp_path):
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    for name, text in reference.pages().items():
        (tmp_path / name).write_text(text)
    (tmp_path / "texts.md").unlink()
    (tmp_path / "roles.md").write_text("# roles")
    (tmp_path / "nothing.md").write_text("# nothing")
    assert reference.complaints() == [
        "texts.md is missing",
        "roles.md is not as its module is",
        "nothing.md is of no module",
    ]
