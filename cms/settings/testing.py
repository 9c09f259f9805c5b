"""What all tests want: quick hashing, mail in memory, search and files in a temporary folder.

Read after `cms.settings.base`, whose values these replace.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="kuvend-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

SECRET_KEY = "test-only-key-long-enough-to-sign-the-tokens-used-in-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", ".localhost"]
SEARCH_URL = os.environ.get("TEST_SEARCH_URL", f"sqlite:///{FOLDER}/search.sqlite3")
MEDIA_ROOT = FOLDER / "media"
STATIC_ROOT = Path(tempfile.mkdtemp(dir=FOLDER))  # there, or WhiteNoise warns in every test
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SERVE_MEDIA = True
# How `plugins.testing` gives people roles and makes pages: it lies below the rooms that know them.
PLUGIN_TESTING_APPOINT = "cms.tenancy.services.appoint.appoint"
PLUGIN_TESTING_PAGES = "cms.pages.sample_pages"
MAIL_LIMITS = False  # tests send more from one address than people do
PLUGIN_TIMINGS_SECONDS = None  # or a test that counts queries would now and then count those, too
