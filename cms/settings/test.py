"""For the test suite: quick hashing, mail in memory, search in a temporary folder, a strange plugin installed."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from plugins.testing.packages import put_on_path

_folder = tempfile.mkdtemp(prefix="kuvend-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# Forbidden everywhere until a test permits it: what it shows then may be shown nowhere else.
put_on_path(Path(__file__).parents[2] / "plugins" / "examples" / "dummy", Path(_folder) / "installed")

from cms.settings.base import *  # noqa: E402, F403

SECRET_KEY = "test-only-key-long-enough-to-sign-the-tokens-used-in-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", ".localhost"]
SEARCH_URL = os.environ.get("TEST_SEARCH_URL", f"sqlite:///{_folder}/search.sqlite3")
MEDIA_ROOT = Path(_folder) / "media"
STATIC_ROOT = Path(tempfile.mkdtemp(dir=_folder))  # there, or WhiteNoise warns in every test
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SERVE_MEDIA = True
