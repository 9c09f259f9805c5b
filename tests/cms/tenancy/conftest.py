"""Two institutions side by side. Everything of the second that has a name has MARKER in it."""

import pytest

from tests.factories.houses import House, build_house

MARKER = "ZEBRAMARK"


@pytest.fixture
def houses(db) -> tuple[House, House]:
    """The institution of whoever asks, and the other one."""
    return build_house("alfa", "ORDINARY"), build_house("beta", MARKER)
