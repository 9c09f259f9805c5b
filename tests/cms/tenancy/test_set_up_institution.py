"""What `set_up_institution` leaves behind, once and when repeated."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.models import Collection, GroupPagePermission, Locale, Page, Site, Workflow, WorkflowPage

from cms.pages.models import InstitutionPage, PortalHomePage
from cms.tenancy.models import InstitutionProfile, Role
from cms.tenancy.services.set_up_institution import set_up_institution
from cms.tenancy.services.set_up_portal import set_up_portal

pytestmark = pytest.mark.django_db

JEGUNOVCE = {
    "slug": "jegunovce",
    "name": {"mk": "Општина Јегуновце", "sq": "Komuna e Jegunocit", "en": "Municipality of Jegunovce"},
    "languages": ["mk", "sq", "en"],
    "jurisdiction": "MK",
    "rule_set": "mk",
}


def test_portal_has_a_front_page_in_every_content_language():
    home = set_up_portal(titles={"en": "Kuvend", "mk": "Кувенд"})
    pages = PortalHomePage.objects.filter(translation_key=home.translation_key, live=True)
    assert {page.locale.language_code: page.title for page in pages} == {
        "en": "Kuvend",
        "sq": "Kuvend",
        "sr-latn": "Kuvend",
        "mk": "Кувенд",
    }
    assert Site.objects.get().root_page_id == home.pk
    assert not Page.objects.filter(depth=2).exclude(pk__in=pages).exists()
    assert not Group.objects.exists()


def test_institution_has_a_root_page_in_each_of_its_languages():
    profile = set_up_institution(**JEGUNOVCE)
    roots = InstitutionPage.objects.filter(translation_key=profile.root_key, live=True, alias_of=None)
    assert {root.locale.language_code: (root.title, root.slug) for root in roots} == {
        "mk": ("Општина Јегуновце", "jegunovce"),
        "sq": ("Komuna e Jegunocit", "jegunovce"),
        "en": ("Municipality of Jegunovce", "jegunovce"),
    }
    assert {root.url for root in roots} == {"/mk/jegunovce/", "/sq/jegunovce/", "/en/jegunovce/"}
    assert {root.institution_id for root in roots} == {profile.institution_id}


def test_institution_set_up_twice_is_the_same():
    first = set_up_institution(**JEGUNOVCE)
    kinds = (Page, Collection, Group, GroupPagePermission, Workflow, WorkflowPage, Locale, InstitutionProfile)
    counts = [kind.objects.count() for kind in kinds]
    second = set_up_institution(**{**JEGUNOVCE, "rule_set": "mk-other"})
    assert [kind.objects.count() for kind in kinds] == counts
    assert second.pk == first.pk
    assert second.institution.rule_set == "mk-other"


def test_institution_gains_a_language_later():
    set_up_institution(**{**JEGUNOVCE, "languages": ["mk"]})
    profile = set_up_institution(**JEGUNOVCE)
    pages = InstitutionPage.objects.filter(translation_key=profile.root_key)
    assert {page.locale.language_code for page in pages} == {"mk", "sq", "en"}
    editors = profile.groups.get(role=Role.EDITOR).group
    assert set(editors.page_permissions.values_list("page_id", "permission__codename")) == {
        (page.pk, codename) for page in pages for codename in ("add_page", "change_page")
    }


def test_institution_with_a_host_of_its_own_has_a_site():
    profile = set_up_institution(**JEGUNOVCE, hostname="jegunovce.localhost", port=8000)
    site = profile.site
    assert (site.hostname, site.port, site.root_page.specific.title) == (
        "jegunovce.localhost",
        8000,
        "Општина Јегуновце",
    )
    assert not site.is_default_site


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "consultations"},
        {"languages": ["mk", "sr"]},
        {"languages": []},
        {"languages": ["mk", "sr-latn"]},
        {"colours": ("#ffff00", "#f2b84b")},
        {"colours": ("#1d4e6f", "#222222")},
    ],
    ids=["reserved slug", "no content language", "no language", "no name", "pale main colour", "dark accent"],
)
def test_institution_that_could_not_be_served_is_refused(changes):
    with pytest.raises(ValidationError):
        set_up_institution(**{**JEGUNOVCE, **changes})
    assert not InstitutionProfile.objects.exists()
