"""What every page of the site may say about where it is: institution, theme, menu. All of it lazy.

A record page that belongs to an institution says so by `show_institution`; on an institution's own host or
below its path the tenancy middleware has said it already.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Subquery
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from cms.pages.models import InstitutionPage, PortalHomePage
from cms.pages.plugin_types import present
from cms.site.page_links import PageLinks
from cms.site.texts import LocalText, in_script, local_text
from cms.tenancy.models import InstitutionProfile
from consultations.models import Institution
from plugins.api.pages import show_institution as show_institution
from plugins.kernel import gate
from plugins.kernel.scope import Scope

#: The bundled search plugin's page, named in the menu where the plugin is on.
LOGO_SECONDS = 3600
SEARCH_PLUGIN, SEARCH_VIEW = "submission_search", "submission_search:search"
#: The bundled moderation plugin's public log, named in the footer where the plugin is on.
MODERATION_PLUGIN, MODERATION_VIEW = "moderation", "moderation:log"


@dataclass(frozen=True)
class MenuLink:
    """An item of the menu. `current`: "page" on that very page, "true" somewhere below it, else empty."""

    label: str | Promise
    url: str
    current: str = ""


@dataclass(frozen=True)
class Logo:
    """A picture in the masthead, in pixels twice as large as it is shown."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Contact:
    """Whom to ask at an institution; each part may be empty."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class ShownInstitution:
    """The institution a page belongs to, as the frame of the page shows it."""

    uuid: UUID
    slug: str
    name: LocalText
    language: str
    languages: tuple[str, ...]
    contact: Contact | None
    time_zone: str


def content_language(language: str) -> str:
    """The language of the page tree that is read in an interface language: `sr` reads `sr-latn`."""
    try:
        return str(get_supported_content_language_variant(language))
    except LookupError:
        return language


class Here:
    """`here` in templates."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.language = translation.get_language() or "en"

    @cached_property
    def _uuid(self) -> UUID | None:
        shown = getattr(self._request, "shown_institution", None)
        if shown is not None:
            return UUID(str(shown))
        institution = getattr(self._request, "institution", None)
        return institution.uuid if institution is not None else None

    @cached_property
    def _record(self) -> Institution | None:
        if self._uuid is None:
            return None
        # A page that says whose it is need not ask whose the host is.
        found = self._request.__dict__.get("institution")
        if isinstance(found, Institution) and found.uuid == self._uuid:
            return found
        rows = Institution.objects.select_related("profile__logo", "profile__site")
        return rows.filter(uuid=self._uuid, is_active=True).first()

    @cached_property
    def _profile(self) -> InstitutionProfile | None:
        return getattr(self._record, "profile", None)

    @cached_property
    def institution(self) -> ShownInstitution | None:
        record = self._record
        if record is None:
            return None
        name = local_text(record.name, record.default_language)
        given = Contact(record.contact_name, record.contact_email, record.contact_phone)
        return ShownInstitution(
            uuid=record.uuid,
            slug=record.slug,
            name=name,
            language=name.language,
            languages=tuple(record.languages),
            contact=given if any((given.name, given.email, given.phone)) else None,
            time_zone=record.time_zone,
        )

    @cached_property
    def logo(self) -> Logo | None:
        """The logo at the size of the masthead; None where there is none, or its file is lost."""
        image = self._profile.logo if self._profile else None
        if image is None:
            return None
        key = f"site.logo:{image.pk}:{image.file_hash}"
        found: Logo | None = cache.get(key)
        if found is None:
            try:
                rendition = image.get_rendition("max-320x96")
            except SourceImageIOError:
                return None
            found = Logo(rendition.url, rendition.width, rendition.height)
            cache.set(key, found, LOGO_SECONDS)
        return found

    @cached_property
    def theme_url(self) -> str:
        return reverse("theme", args=[self.institution.slug]) if self.institution else ""

    @cached_property
    def portal_url(self) -> str:
        return f"/{self.language}/"

    @cached_property
    def on_own_host(self) -> bool:
        """Whether the request came to the institution's own host name."""
        site = self._profile.site if self._profile else None
        host, _port = split_domain_port(self._request.get_host())
        return site is not None and site.hostname == host and not site.is_default_site

    @cached_property
    def home_url(self) -> str:
        """The institution's front page, in its first language where it has none in this one."""
        if self.institution is None:
            return self.portal_url
        code = self.language
        if content_language(code) not in self.institution.languages:
            code = self.institution.languages[0]
        return f"/{code}/" if self.on_own_host else f"/{code}/{self.institution.slug}/"

    @cached_property
    def navigation(self) -> list[MenuLink]:
        links = [self._link(_("Home"), self.home_url, exact=True)]
        links += [self._link(in_script(title), f"{self.home_url}{slug}/") for title, slug in self._menu_pages]
        links.append(self._link(_("Consultations"), self._within(reverse("record:consultations"))))
        if self.institution is None:
            links.append(self._link(_("Institutions"), reverse("record:institutions")))
        if search := self._plugin_url(SEARCH_PLUGIN, SEARCH_VIEW):
            links.append(self._link(_("Search"), self._within(search)))
        links.append(self._link(_("How to take part"), reverse("record:help", args=["take-part"])))
        return links

    def _within(self, url: str) -> str:
        """A list of everybody's things, narrowed to the institution's; on its own host it is that already."""
        if self.institution is None or self.on_own_host:
            return url
        return f"{url}?institution={self.institution.slug}"

    @cached_property
    def _menu_pages(self) -> list[tuple[str, str]]:
        """Title and slug of the pages that editors put into the menu."""
        links: PageLinks | None = getattr(self._request, "_page_links", None)
        if links is not None:
            return [(page.title, page.slug) for page in links.menu]
        locale = {"locale__language_code": content_language(self.language), "live": True}
        if self._uuid is None:
            homes = PortalHomePage.objects.filter(**locale)
        else:
            homes = InstitutionPage.objects.filter(institution__uuid=self._uuid, **locale)
        home = homes.order_by("path")
        return list(
            present(Page.objects.all(), self._uuid)
            .filter(
                live=True,
                show_in_menus=True,
                path__startswith=Subquery(home.values("path")[:1]),
                depth=Subquery(home.values("depth")[:1]) + 1,
            )
            .order_by("path")
            .values_list("title", "slug")
        )

    @cached_property
    def moderation_log_url(self) -> str:
        """Where moderators' decisions are listed, on an institution's pages its own; "" where there is none."""
        url = self._plugin_url(MODERATION_PLUGIN, MODERATION_VIEW)
        return f"{url}?institution={self.institution.slug}" if url and self.institution else url

    def _plugin_url(self, plugin: str, view: str) -> str:
        if not gate.is_active(plugin, Scope(institution=self._uuid)):
            return ""
        try:
            return reverse(view)
        except NoReverseMatch:  # loaded, but without its page
            return ""

    def _link(self, label: str | Promise, url: str, *, exact: bool = False) -> MenuLink:
        path = url.partition("?")[0]
        here = self._request.path
        if here == path:
            return MenuLink(label, url, "page")
        below = not exact and here.startswith(path)
        return MenuLink(label, url, "true" if below else "")


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `here`."""
    return {"here": Here(request)}
