"""As long as it is told to do nothing wrong, broken keeps to everything."""

from plugins.testing.conformance import conformance

TestConformance = conformance("broken")
