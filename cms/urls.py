"""Where everything is mounted: site, admin, APIs, health, and what plugins bring."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.accounts import urls as account_urls
from cms.api import urls as api_urls
from cms.api.content import api_router
from cms.api.health import healthz, readyz
from cms.plugin_admin.scopes import admin_scopes
from cms.site import urls as site_urls
from cms.site.views.language import choose_language
from cms.site.views.media import media
from cms.site.views.pages import serve_page
from cms.site.views.theme import theme
from cms.tenancy.slugs import CORE_PREFIXES
from plugins.kernel.urls import admin_urlpatterns, namespaces_of, site_urlpatterns

handler400 = "cms.site.views.errors.bad_request"
handler403 = "cms.site.views.errors.permission_denied"
handler404 = "cms.site.views.errors.page_not_found"
handler500 = "cms.site.views.errors.server_error"

urlpatterns = [
    path("", choose_language, name="choose_language"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("theme/<slug:slug>.css", theme, name="theme"),
    path("api/v1/", include(api_urls)),
    path("api/v2/", api_router.urls),
    path("admin/plugins/", include(decorate_urlpatterns(admin_urlpatterns(admin_scopes), require_admin_access))),
    path("admin/", include(wagtailadmin_urls)),
    path("files/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>(?:images|original_images|record)/.+)$", media, name="media"),
]

_pages = [path("", include(site_urls)), path("accounts/", include(account_urls))]
urlpatterns += i18n_patterns(
    *_pages,
    *site_urlpatterns(reserved=CORE_PREFIXES, namespaces=namespaces_of([*urlpatterns, *_pages])),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
)
