"""For the test suite: quick hashing, mail in memory, search in a temporary folder."""

import os
import tempfile

from cms.settings.base import *  # noqa: F403

SECRET_KEY = "test-only-key-long-enough-to-sign-the-tokens-used-in-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", ".localhost"]
_folder = tempfile.mkdtemp(prefix="kuvend-test-")
SEARCH_URL = os.environ.get("TEST_SEARCH_URL", f"sqlite:///{_folder}/search.sqlite3")
MEDIA_ROOT = f"{_folder}/media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SERVE_MEDIA = True
