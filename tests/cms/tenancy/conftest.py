"""Two institutions side by side. Everything of the second that has a name has MARKER in it."""

import pytest

from tests.factories.houses import House, build_house
from tests.factories.laying import fresh

MARKER = "ZEBRAMARK"


@pytest.fixture(scope="module")
def laid_houses(lay) -> tuple[House, House]:
    """Both, for a module that asks for them in every test."""
    return lay(lambda: (build_house("alfa", "ORDINARY"), build_house("beta", MARKER)))


@pytest.fixture
def houses(laid_houses, db) -> tuple[House, House]:
    """The institution of whoever asks, and the other one."""
    return fresh(laid_houses)
