"""Development settings with the bare view; no page cache anywhere."""

from cms.settings.development import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
