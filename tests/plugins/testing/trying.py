"""A plugin made for one test, of handlers that stand in `specimens`."""

import types
from contextlib import contextmanager

from django.conf.urls.i18n import i18n_patterns
from django.test import override_settings
from django.urls import include, path

import cms.urls
from plugins.kernel.discovery import Discovery, LoadedPlugin
from plugins.kernel.manifest import Contribution, PluginManifest
from plugins.kernel.registry import registry
from plugins.kernel.urls import admin_urlpatterns, api_urlpatterns, site_urlpatterns
from plugins.testing.conformance.subject import Subject
from tests.plugins.testing import specimens

HERE = "tests.plugins.testing.specimens"


@contextmanager
def specimen(*contributions, fill=specimens.notes, app="kuvend_dummy", **told):
    """A plugin of these (point, handler, options), with the dummy's models, and its addresses mounted."""
    manifest = PluginManifest(
        slug="specimen",
        version="1.0",
        requires_api=">=1",
        app=app,
        name={"en": "Specimen"},
        description={"en": "Breaks a rule."},
        contributions=tuple(
            Contribution(point=point, handler=f"{HERE}:{handler}" if handler else "", options=dict(*options))
            for point, handler, *options in contributions
        ),
        **told,
    )
    with registry.using(Discovery(plugins=(LoadedPlugin("specimen", manifest),))):
        urls = types.ModuleType("urls_of_a_specimen")
        urls.urlpatterns = [
            path("admin/plugins/", include(admin_urlpatterns())),
            path("api/v1/", include(api_urlpatterns())),
            *i18n_patterns(*site_urlpatterns()),
            *cms.urls.urlpatterns,
        ]
        with override_settings(ROOT_URLCONF=urls):
            yield Subject("specimen", fill=fill)
