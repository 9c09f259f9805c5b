"""Which provision belongs to which follows from the kinds alone."""

import uuid

import pytest

from cms.pages.models import DocumentPage
from cms.pages.provisions import extract

BLOCK = DocumentPage._meta.get_field("body").stream_block


def tree(*kinds: str) -> list[tuple[str, int, str | None]]:
    """Kind, depth and the parent's kind and position of each provision of a document of these kinds."""
    rows = [
        {"type": kind, "value": {"heading": kind, "text": "<p>x</p>"}, "id": str(uuid.uuid4())} for kind in kinds
    ]
    found = extract(BLOCK.to_python(rows))
    place = {provision.uid: f"{provision.kind}@{index}" for index, provision in enumerate(found)}
    return [
        (provision.kind, provision.depth, place.get(provision.parent_uid) if provision.parent_uid else None)
        for provision in found
    ]


def test_chapter_holds_articles_which_hold_paragraphs():
    assert tree("chapter", "article", "paragraph", "paragraph", "article", "chapter") == [
        ("chapter", 0, None),
        ("article", 1, "chapter@0"),
        ("paragraph", 2, "article@1"),
        ("paragraph", 2, "article@1"),
        ("article", 1, "chapter@0"),
        ("chapter", 0, None),
    ]


def test_general_goal_holds_specific_goals_which_hold_results():
    assert tree("general_goal", "specific_goal", "result", "specific_goal", "result") == [
        ("general_goal", 0, None),
        ("specific_goal", 1, "general_goal@0"),
        ("result", 2, "specific_goal@1"),
        ("specific_goal", 1, "general_goal@0"),
        ("result", 2, "specific_goal@3"),
    ]


def test_goals_stand_below_the_chapter_they_follow():
    assert tree("chapter", "specific_goal", "result", "paragraph") == [
        ("chapter", 0, None),
        ("specific_goal", 1, "chapter@0"),
        ("result", 2, "specific_goal@1"),
        ("paragraph", 3, "result@2"),
    ]


def test_note_belongs_to_the_nearest_before_and_holds_nothing():
    assert tree("note", "article", "note", "paragraph", "note") == [
        ("note", 0, None),
        ("article", 0, None),
        ("note", 1, "article@1"),
        ("paragraph", 1, "article@1"),
        ("note", 2, "paragraph@3"),
    ]


def test_article_without_a_chapter_stands_by_itself():
    assert tree("general_goal", "article", "result") == [
        ("general_goal", 0, None),
        ("article", 0, None),
        ("result", 0, None),
    ]


@pytest.mark.parametrize(
    ("bad", "why"),
    [("not-a-uuid", "no uuid"), ("11111111-1111-4111-8111-111111111111", "another's"), (None, "none")],
)
def test_block_with_an_id_that_cannot_be_a_uid_gets_a_fresh_one(bad, why):
    taken = "11111111-1111-4111-8111-111111111111"
    value = BLOCK.to_python(
        [
            {"type": "note", "value": {"heading": "", "text": "<p>a</p>"}, "id": taken},
            {"type": "note", "value": {"heading": "", "text": "<p>b</p>"}, "id": bad},
        ]
    )
    first, second = extract(BLOCK.clean(value))
    assert str(first.uid) == taken
    assert str(second.uid) not in (taken, bad)
