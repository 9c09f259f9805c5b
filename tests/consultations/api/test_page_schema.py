"""The schema of a page of a list."""

from consultations.api.listing import page_schema
from consultations.api.serializers import ProblemSerializer


def test_routes_that_share_a_serializer_share_its_page() -> None:
    """Two components of one name would be a warning, and an incorrect schema."""
    assert page_schema(ProblemSerializer) is page_schema(ProblemSerializer)
    assert list(page_schema(ProblemSerializer).fields) == ["items", "next", "previous"]
