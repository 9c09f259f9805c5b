"""Wagtail's own views, narrowed: the same view, showing only what is one's own.

`narrowed(mixin)` is a rule that runs the view Wagtail would have run with `mixin` in front of its class.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from taggit.models import Tag, TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.tenancy.admin_rules import Rule
from cms.tenancy.scope import AdminScope, scope_of

#: Filters of Wagtail's listings that offer people, workflows or sites, and the scope's queryset of each.
NARROWED_FILTERS = {
    "owner": "people",
    "edited_by": "people",
    "locked_by": "people",
    "requested_by": "people",
    "user": "people",
    "workflow": "workflows",
    "task": "tasks",
}


def narrowed(mixin: type) -> Rule:
    """Run the view with `mixin` in front of its class."""

    def rule(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> HttpResponseBase:
        match = request.resolver_match
        if match is None:
            raise Http404
        view = _subclass(mixin, match.func.view_class).as_view(**match.func.view_initkwargs)  # type: ignore[attr-defined]
        return require_admin_access(view)(request, *match.args, **match.kwargs)

    return rule


@cache
def _subclass(mixin: type, view_class: type) -> Any:
    return type(view_class.__name__, (mixin, view_class), {})


class NarrowedFilters:
    """A listing whose filters offer only people, workflows and tasks of one's own institutions."""

    request: HttpRequest

    @property
    def filters(self) -> Any:
        """The filter set of the listing, narrowed."""
        if not hasattr(self, "_narrowed_filters"):
            self._narrowed_filters = narrow_filters(
                super().filters,  # type: ignore[misc]
                self.request,
            )
        return self._narrowed_filters


def narrow_filters(filters: Any, request: HttpRequest) -> Any:
    """Take people, workflows, tasks, tags and sites of other institutions out of a filter set's choices."""
    scope = scope_of(request.user)
    if filters is None or scope is None:
        return filters
    for name, kind in NARROWED_FILTERS.items():
        field = filters.form.fields.get(name)
        if isinstance(getattr(field, "queryset", None), QuerySet):
            field.queryset = field.queryset.filter(pk__in=getattr(scope, kind)().values("pk"))
    filters.form.fields.pop("site", None)
    tags = filters.form.fields.get("tag")
    if tags is not None:
        known = set(own_tags(scope).values_list("name", flat=True))
        tags.choices = [choice for choice in tags.choices if choice[0] in known]
    return filters


class OwnTranslations(NarrowedFilters):
    """wagtail-localize's report, of one's own pages."""

    def get_queryset(self) -> QuerySet[Any]:
        """Translations of the institutions' pages."""
        scope = scope_of(self.request.user)
        translations = super().get_queryset().filter(pk__in=scope.translations().values("pk"))  # type: ignore[misc, union-attr]
        return translations.order_by("-created_at", "-pk")


class OwnLanguages:
    """Asking for translations, into the languages of the page's institution only."""

    request: HttpRequest
    object: Page

    def get_form(self) -> forms.Form:
        """The form with the languages to choose from."""
        form: forms.Form = super().get_form()  # type: ignore[misc]
        locales = form.fields["locales"]
        codes = languages_for(self.object)
        locales.queryset = locales.queryset.filter(language_code__in=codes)  # type: ignore[attr-defined]
        return form


def languages_for(page: Page) -> list[str]:
    """The content languages a page may be translated into: those of its institution; [] for none."""
    from cms.tenancy.scope import institution_of

    institution = institution_of(page)
    return list(institution.languages) if institution else []


class OwnParent:
    """The page chooser, opened at what leads to one's own pages instead of where any such page may lie."""

    request: HttpRequest

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponseBase:
        """The modal."""
        if parent_page_id is None:
            root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
            if root is None:
                raise Http404
            parent_page_id = root.pk
        return super().get(request, parent_page_id)  # type: ignore[misc]


class NoGuessing:
    """A link to an address, taken as typed. Wagtail would look up the page behind it and tell its draft title."""

    request: HttpRequest
    form_class: Any
    form_prefix: str
    form: forms.Form

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The chosen address, or the form again."""
        self.form = self.form_class(request.POST, initial=self.get_initial_data(), prefix=self.form_prefix)  # type: ignore[attr-defined]
        if self.form.is_valid():
            return self.render_chosen_response(self.get_result_data())  # type: ignore[attr-defined]
        return self.render_form_response()  # type: ignore[attr-defined]


class OwnTags:
    """The image chooser, with the tags of one's own images."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The modal's context."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if "popular_tags" in context:
            context["popular_tags"] = own_tags(scope_of(self.request.user))[:10]
        return context


def own_tags(scope: AdminScope | None) -> QuerySet[Tag]:
    """Tags of images and files of the scope; all for None."""
    if scope is None:
        return Tag.objects.all()
    tags = Tag.objects.none()
    for things in (scope.images(), scope.documents()):
        items = TaggedItem.objects.filter(
            content_type__app_label=things.model._meta.app_label,
            content_type__model=things.model._meta.model_name,
            object_id__in=things.values("pk"),
        )
        tags |= Tag.objects.filter(pk__in=items.values("tag"))
    return tags.order_by("name")


def autocomplete_own_tags(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> HttpResponseBase:
    """Instead of Wagtail's view, which offers everybody's tags."""

    def view(request: HttpRequest) -> HttpResponseBase:
        term = request.GET.get("term", "")
        found = own_tags(scope).filter(name__istartswith=term) if term else own_tags(scope).none()
        return JsonResponse(list(found.values_list("name", flat=True)[:10]), safe=False)

    return require_admin_access(view)(request)
