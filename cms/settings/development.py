"""For `make run` and for work on the code: no secret needed, mail goes to var/mail."""

import os

from cms.settings.base import *  # noqa: F403

SECRET_KEY = os.environ.get("SECRET_KEY", "development-only-key-for-this-machine-never-used-in-production")
DEBUG = os.environ.get("DEBUG", "") == "1"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", ".localhost"]  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
SERVE_MEDIA = True
