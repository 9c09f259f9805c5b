"""The reference has a page for each extension point, as the point is, with an example that is run."""

import pytest

from plugins.kernel.points import declared


@pytest.fixture
def reference(tool):
    """tools/extension_points.py."""
    return tool("extension_points")


def test_every_point_has_its_page_as_it_is(reference):
    assert reference.complaints() == [], "python tools/extension_points.py --write"


@pytest.mark.parametrize("point", sorted(declared()))
def test_page_shows_an_example_from_the_dummy(reference, point):
    text = reference.pages()[f"{point}.md"]
    _before, example = text.split("## Example")
    assert f'point="{point}"' in example


def test_page_says_fields_types_and_rules(reference):
    text = reference.pages()["submission.check.md"]
    assert "| `provision_uid` | `UUID \\| None` | default: `None` |" in text
    assert "| fails | What is checked is held for a moderator: nothing is published by an error. |" in text
    assert "def obey(context: SubmissionCheckContext) -> Verdict:" in text


def test_page_that_is_missing_stale_or_of_no_point_is_told(reference, monkeypatch, tmp_path):
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    for name, text in reference.pages().items():
        (tmp_path / name).write_text(text)
    assert reference.complaints() == []
    (tmp_path / "home.page.md").unlink()
    (tmp_path / "site.urls.md").write_text("# site.urls")
    (tmp_path / "site.nothing.md").write_text("# site.nothing")
    assert reference.complaints() == [
        "home.page.md is missing",
        "site.urls.md is not as its point is",
        "site.nothing.md is of no point",
    ]
