"""Makes an institution: its record, root pages, collection, groups, workflow and, if it has one, its host."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site

from cms.pages.localise import translate_page
from cms.pages.models import InstitutionPage, PortalHomePage
from cms.tenancy.models import InstitutionProfile
from cms.tenancy.services.grant_roles import grant_roles
from cms.tenancy.services.set_up_portal import set_up_portal
from cms.tenancy.slugs import reserved_slugs
from consultations.models import Institution


@transaction.atomic
def set_up_institution(
    *,
    slug: str,
    name: Mapping[str, str],
    languages: Sequence[str],
    jurisdiction: str,
    rule_set: str,
    time_zone: str = "Europe/Belgrade",
    contact: Mapping[str, str] | None = None,
    colours: tuple[str, str] | None = None,
    hostname: str = "",
    port: int = 80,
    actor: Any = None,
) -> InstitutionProfile:
    """Make the institution, or bring it to what is given, and return its profile. Safe to repeat.

    `languages` are content languages, the default one first; `name` has a text for each. `contact` may have
    `name`, `email` and `phone`; `colours` are the main and the accent colour. A page tree for a language that
    is no longer given stays. Raises ValidationError for a reserved slug, a language that is no content
    language or has no name, or a colour that cannot be read on.
    """
    _check(slug, name, languages)
    contact = contact or {}
    institution, _made = Institution.objects.update_or_create(
        slug=slug,
        defaults={
            "name": dict(name),
            "languages": list(languages),
            "jurisdiction": jurisdiction,
            "rule_set": rule_set,
            "time_zone": time_zone,
            "contact_name": contact.get("name", ""),
            "contact_email": contact.get("email", ""),
            "contact_phone": contact.get("phone", ""),
        },
    )
    profile = InstitutionProfile.objects.filter(institution=institution).first() or InstitutionProfile(
        institution=institution
    )
    if colours:
        profile.primary_colour, profile.accent_colour = colours
    profile.collection = _collection(profile, name[languages[0]])
    roots = _root_pages(institution, actor)
    profile.root_key = roots[0].translation_key
    profile.full_clean(exclude=["logo"])
    profile.save()
    if hostname:
        profile.site = _site(profile, roots[0], hostname, port, name[languages[0]])
        profile.save()
    grant_roles(profile, roots)
    return profile


def _check(slug: str, name: Mapping[str, str], languages: Sequence[str]) -> None:
    if slug in reserved_slugs():
        raise ValidationError(_("%(slug)s is part of the site's own addresses. Choose another.") % {"slug": slug})
    known = {code for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES}
    unknown = [code for code in languages if code not in known]
    if unknown or not languages:
        raise ValidationError(_("Not a content language: %(codes)s") % {"codes": ", ".join(unknown) or "–"})
    nameless = [code for code in languages if not name.get(code)]
    if nameless:
        raise ValidationError(_("No name in: %(codes)s") % {"codes": ", ".join(nameless)})


def _collection(profile: InstitutionProfile, name: str) -> Collection:
    if profile.collection_id is None:
        return Collection.get_first_root_node().add_child(name=name)
    collection = Collection.objects.get(pk=profile.collection_id)
    if collection.name != name:
        collection.name = name
        collection.save()
    return collection


def _root_pages(institution: Institution, actor: Any) -> list[Page]:
    """The institution's front page in each of its languages, the default one first."""
    home = set_up_portal()
    default, *others = institution.languages
    locale = Locale.objects.get(language_code=default)
    root = InstitutionPage.objects.filter(institution=institution, alias_of__isnull=True).order_by("path").first()
    if root is None:
        parent = PortalHomePage.objects.get(translation_key=home.translation_key, locale=locale)
        root = parent.add_child(
            instance=InstitutionPage(
                institution=institution, title=institution.name[default], slug=institution.slug, locale=locale
            )
        )
        root.save_revision(user=actor).publish(user=actor)
        root = InstitutionPage.objects.get(pk=root.pk)
    pages = [root]
    for code in [default, *others]:
        if code == root.locale.language_code:
            continue
        translated = root.get_translation_or_none(Locale.objects.get(language_code=code))
        if translated is None or translated.alias_of_id:
            translated = translate_page(root, code, {root.title: institution.name[code]}, user=actor)
        pages.append(translated)
    return pages


def _site(profile: InstitutionProfile, root: Page, hostname: str, port: int, name: str) -> Site:
    site = (
        profile.site or Site.objects.filter(hostname=hostname, port=port, is_default_site=False).first() or Site()
    )
    site.hostname, site.port, site.root_page, site.site_name = hostname, port, root, name
    site.save()
    return site
