"""The benchmark's settings with the corpus as a model, for Wagtail's own search."""

from tests.benchmarks.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.search.wagtail_texts"]  # noqa: F405
DEBUG = False
