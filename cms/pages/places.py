"""In which place a page asks for plugins: its institution's, and of a consultation's page the consultation's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from plugins.kernel import gate
from plugins.kernel.scope import Scope

if TYPE_CHECKING:
    from wagtail.models import Page

INSTITUTION_DEPTH = 3  # the tree's root is 1, the portal's front page 2
_CACHE = "_kuvend_plugin_scope"


def plugin_scope(page: Page) -> Scope:
    """The page's place; the portal for pages of no institution. One query a page at most, one a front page."""
    scope: Scope | None = getattr(page, _CACHE, None)
    if scope is None:
        scope = _place(page, institution_uuid_at(page.path or ""))
        setattr(page, _CACHE, scope)
    return scope


def lies_in(page: Page, institution: UUID | None) -> None:
    """Tell `plugin_scope` what the caller knows already."""
    setattr(page, _CACHE, _place(page, institution))


def institution_uuid_at(path: str) -> UUID | None:
    """The institution below whose front page a tree path lies, or whose front page it is."""
    from wagtail.models import Page

    root = path[: INSTITUTION_DEPTH * Page.steplen]
    if len(root) < INSTITUTION_DEPTH * Page.steplen:
        return None
    return gate.remembered(("institution_at", root), lambda: _read(root))


def _read(root: str) -> UUID | None:
    from cms.pages.models import InstitutionPage

    return InstitutionPage.objects.filter(path=root).values_list("institution__uuid", flat=True).first()


def _place(page: Page, institution: UUID | None) -> Scope:
    from cms.pages.models import ConsultationPage

    consulted = institution is not None and isinstance(page, ConsultationPage)
    return Scope(institution, page.translation_key if consulted else None)
