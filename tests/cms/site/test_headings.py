from uuid import UUID, uuid4

from cms.site.headings import heading_levels
from consultations.selectors.views import ProvisionView


def provision(kind: str, parent: ProvisionView | None = None, heading: str = "") -> ProvisionView:
    return ProvisionView(
        uid=uuid4(),
        parent_uid=parent.uid if parent else None,
        kind=kind,
        number="1",
        position=1,
        depth=0,
        language="en",
        is_fallback=False,
        heading=heading,
        html="",
        text="",
    )


def levels(*provisions: ProvisionView) -> list[int]:
    found: dict[UUID, int] = heading_levels(provisions)
    return [found[one.uid] for one in provisions]


def test_levels_go_down_one_by_one():
    chapter = provision("chapter", heading="One")
    article = provision("article", chapter)
    assert levels(chapter, article, provision("table", article)) == [2, 3, 4]


def test_levels_pass_over_what_has_no_heading():
    chapter = provision("chapter", heading="One")
    paragraph = provision("paragraph", chapter)
    assert levels(chapter, paragraph, provision("table", paragraph)) == [2, 3, 3]


def test_levels_end_at_six():
    line = [provision("article")]
    for _ in range(7):
        line.append(provision("article", line[-1]))
    assert levels(*line) == [2, 3, 4, 5, 6, 6, 6, 6]
