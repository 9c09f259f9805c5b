"""Pages for the tests of plugins: an institution's front page, and pages with something of a plugin in them."""

import json
from typing import Any
from uuid import uuid4

from django.db import models
from wagtail.models import Page

from cms.pages.models import ArticlePage, InstitutionPage
from consultations.models import Institution


def front_page(institution: Institution) -> str:
    """The address of the institution's front page in its first language."""
    return str(_root(institution).url)


def front_page_key(institution: Institution) -> int:
    """The primary key of the institution's front page in its first language."""
    return int(_root(institution).pk)


def page_with_block(institution: Institution, kind: str, value: Any) -> str:
    """The address of an article whose body is one block, of a type such as `dummy_callout`; the same each time."""
    found = ArticlePage.objects.descendant_of(_root(institution)).filter(seo_title=kind).first()
    if found is not None:
        return str(found.url)
    body = json.dumps([{"type": kind, "value": value, "id": str(uuid4())}])
    page = ArticlePage(title="Sample", seo_title=kind, slug=f"sample-{uuid4().hex}", body=body)
    return _published(institution, page)


def page_of_type(institution: Institution, model: type[Page]) -> str:
    """The address of a page of a type; what it must have says "sample". The same one each time."""
    found = model.objects.descendant_of(_root(institution)).first()
    if found is not None:
        return str(found.url)
    return _published(institution, model(title="Sample", slug=f"sample-{uuid4().hex}", **_needed(model)))


def _needed(model: type[Page]) -> dict[str, str]:
    return {
        field.name: "sample"
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField) and not field.blank and not field.get_default()
    }


def _published(institution: Institution, page: Page) -> str:
    page.live = False
    _root(institution).add_child(instance=page)
    page.save_revision().publish()
    return str(type(page).objects.get(pk=page.pk).url)


def _root(institution: Institution) -> InstitutionPage:
    from cms.tenancy.services.set_up_institution import set_up_institution

    found = InstitutionPage.objects.filter(institution=institution, alias_of__isnull=True).order_by("path").first()
    if found is None:
        set_up_institution(
            slug=institution.slug,
            name={
                **dict.fromkeys(institution.languages, next(iter(institution.name.values()))),
                **institution.name,
            },
            languages=institution.languages,
            jurisdiction=institution.jurisdiction,
            rule_set=institution.rule_set,
        )
        found = InstitutionPage.objects.filter(institution=institution).order_by("path").first()
    assert found is not None  # noqa: S101 - it was just made
    return found
