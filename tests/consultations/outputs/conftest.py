"""What leaves the house."""

import pytest


@pytest.fixture
def channels(contribute):
    """Load a plugin with these functions as channels."""
    return lambda *handlers: contribute("notification.channel", *handlers)
