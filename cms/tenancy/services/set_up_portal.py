"""Makes the portal: locales, its front page in every content language, the default site."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.pages.localise import translate_page
from cms.pages.models import PortalHomePage


@transaction.atomic
def set_up_portal(*, titles: Mapping[str, str] | None = None) -> PortalHomePage:
    """Make what is missing of the portal and return its English front page. Safe to repeat.

    `titles` maps content languages to the front page's title; without one it is the site's name.
    """
    titles = titles or {}
    locales = [
        Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]
    home = PortalHomePage.objects.filter(locale=locales[0]).order_by("path").first()
    if home is None:
        home = _make_home(locales[0], titles.get(locales[0].language_code, settings.WAGTAIL_SITE_NAME))
    for locale in locales[1:]:
        if not home.has_translation(locale):
            title = titles.get(locale.language_code, "")
            translate_page(home, locale.language_code, {home.title: title})
    _point_default_site_to(home)
    _remove_unscoped_groups()
    return home


def _make_home(locale: Locale, title: str) -> PortalHomePage:
    root = Page.get_first_root_node()
    # Wagtail's first migration leaves a welcome page; ours takes its place.
    welcome = Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page), numchild=0)
    home = root.add_child(instance=PortalHomePage(title=title, slug="portal", locale=locale))
    home.save_revision().publish()
    _point_default_site_to(home)
    for page in welcome:
        page.delete()
    return PortalHomePage.objects.get(pk=home.pk)


def _point_default_site_to(home: PortalHomePage) -> None:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = (address.hostname or "localhost", port, home.pk, settings.WAGTAIL_SITE_NAME)
    if (site.hostname, site.port, site.root_page_id, site.site_name) != wanted:
        site.hostname, site.port, site.root_page_id, site.site_name = wanted
        site.save()


def _remove_unscoped_groups() -> None:
    """Wagtail's own groups may edit every page of every institution; nobody is to be put into them."""
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
