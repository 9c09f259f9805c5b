"""Tests that share a server run in one process, or every process starts a server of its own."""

import pytest


@pytest.mark.services
def test_group_is_seen_by_what_deals_out_the_tests(request: pytest.FixtureRequest) -> None:
    dealt_out = hasattr(request.config, "workerinput")
    assert request.node.nodeid.endswith("@services") == dealt_out
