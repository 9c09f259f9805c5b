"""Who consults here."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.site.context import content_language
from consultations.selectors.institutions import institution_list
from consultations.selectors.views import InstitutionView


@dataclass(frozen=True)
class ListedInstitution:
    """An institution with the address of its front page, in its first language where it has none in this one."""

    view: InstitutionView
    url: str

    def __getattr__(self, name: str) -> object:
        return getattr(self.view, name)


def listed_institutions() -> list[ListedInstitution]:
    """Every active institution, by its slug."""
    language = translation.get_language() or "en"
    return [ListedInstitution(view, front_page(view, language)) for view in institution_list()]


def front_page(institution: InstitutionView, language: str) -> str:
    """The address of an institution's front page on the portal."""
    code = language if content_language(language) in institution.languages else institution.default_language
    return f"/{code}/{institution.slug}/"


@require_safe
def institutions_page(request: HttpRequest) -> HttpResponse:
    """All institutions with their languages and contact persons."""
    return render(request, "record/institutions.html", {"institutions": listed_institutions()})
