"""The WSGI entry for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

from django.db import connections  # noqa: E402

from consultations.activation.starting import quarantine_unready  # noqa: E402  when the apps are ready

quarantine_unready()
connections.close_all()  # this thread serves nobody
