"""How the admin's views are kept inside an institution.

A rule looks at a request of somebody who is not the operator before its view does. It raises Http404 where
the request names something of another institution, so that nobody can tell it from something that does not
exist; it may answer in the view's stead; else it returns None and the view goes on under Wagtail's own
permissions. Views without rules are closed (`admin_table.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.response import HttpResponseBase
from wagtail.models import Page, UploadedFile
from wagtail_localize.models import OverridableSegment
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    TabHelper,
    get_segment_location_info,
)

from cms.tenancy.scope import AdminScope

Rule = Callable[[HttpRequest, AdminScope, dict[str, Any]], HttpResponseBase | None]


def pass_through(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """Nothing of an institution can be named in or shown by the view."""


def closed(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """For the operator only."""
    raise Http404


def own(**kinds: str) -> Rule:
    """Each named part of the address must be a key of the scope's queryset of that kind."""

    def rule(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
        for name, kind in kinds.items():
            if name in kwargs:
                require(getattr(scope, kind)(), [kwargs[name]])

    return rule


def asked(**kinds: str) -> Rule:
    """The same for values in the query string and in what is posted; there may be several, or none."""

    def rule(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
        for name, kind in kinds.items():
            values = [*request.GET.getlist(name), *request.POST.getlist(name)]
            require(getattr(scope, kind)(), [value for value in values if value])

    return rule


def below_root(name: str) -> Rule:
    """An institution's root pages stay where they are, live: without them it has no place."""

    def rule(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
        require(scope.pages().exclude(path__in=scope.root_paths), [kwargs[name]])

    return rule


def require(queryset: QuerySet[Any], keys: Iterable[Any]) -> None:
    """Raise Http404 unless every key is in the queryset."""
    try:
        wanted = {int(key) for key in keys}
    except (TypeError, ValueError):
        raise Http404 from None
    if wanted and queryset.filter(pk__in=wanted).count() != len(wanted):
        raise Http404


def compared_revisions(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """Two revisions by number, or the words "live", "earliest", "latest"."""
    numbers = [kwargs[name] for name in ("revision_id_a", "revision_id_b") if kwargs[name].isdigit()]
    require(scope.revisions(), numbers)


def task_of_page(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """Wagtail does not ask whether the step of a workflow is one of the page's: we do."""
    states = scope.task_states().filter(workflow_state__object_id=str(kwargs["page_id"]))
    require(states, [kwargs["task_state_id"]])


def own_upload(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """A file that is half uploaded belongs to who uploads it."""
    require(UploadedFile.objects.filter(uploaded_by_user=request.user), [kwargs["uploaded_file_id"]])


BULK_KINDS = {
    ("wagtailcore", "page"): "pages",
    ("wagtailimages", "image"): "images",
    ("wagtaildocs", "document"): "documents",
}


#: Bulk actions that take pages from their place.
ROOTED = frozenset({"delete", "move", "unpublish"})


def bulk(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """Objects chosen in a listing: by number, or "all" of a parent that is one's own."""
    kind = BULK_KINDS.get((kwargs["app_label"], kwargs["model_name"]))
    if kind is None:
        raise Http404
    chosen = request.GET.getlist("id")
    objects = getattr(scope, kind)()
    if kind == "pages" and kwargs["action"] in ROOTED:
        objects = objects.exclude(path__in=scope.root_paths)
    require(objects, [key for key in chosen if key != "all"])
    parents = scope.pages() if kind == "pages" else scope.collections()
    containers = request.GET.getlist("childOf")
    require(parents, containers)
    if kind == "pages" and "all" in chosen and not containers:
        raise Http404
    asked(chooser="pages", collection="collections")(request, scope, kwargs)


def session_object(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """The object somebody is editing, told every few seconds: only pages have such sessions."""
    model = ContentType.objects.filter(app_label=kwargs["app_label"], model=kwargs["model_name"]).first()
    model_class = model.model_class() if model else None
    if model_class is None or not issubclass(model_class, Page):
        raise Http404
    require(scope.pages(), [kwargs["object_id"]])


def editable_page(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """wagtail-localize asks for the right to translate, which knows no page; whoever may not edit it may not."""
    page = Page.objects.get(pk=kwargs["page_id"])
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied


def editable_source(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """The same for the update of all translations, which may also publish them."""
    source = scope.translation_sources().get(pk=kwargs["translation_source_id"])
    pages = Page.objects.filter(translation_key=source.object_id)
    permissions = [page.permissions_for_user(request.user) for page in pages]
    if not all(permission.can_edit() for permission in permissions):
        raise PermissionDenied
    if request.POST.get("publish_translations") and not all(page.can_publish() for page in permissions):
        raise PermissionDenied


OVERRIDE_KINDS = {"image_chooser": "images", "document_chooser": "documents", "page_chooser": "visible_pages"}


def override_with_own(request: HttpRequest, scope: AdminScope, kwargs: dict[str, Any]) -> None:
    """A translator may put another picture, file or page in place of the source's: only one of ours."""
    segment = OverridableSegment.objects.filter(
        pk=kwargs["overridable_segment_id"], source__in=scope.translation_sources()
    ).first()
    if segment is None:
        raise Http404
    page = segment.source.get_source_instance()
    try:
        place = get_segment_location_info(
            page, TabHelper(page), segment.context.path, segment.context.get_field_path(page), widget=True
        )
    except FieldHasNoEditPanelError:
        raise Http404 from None
    kind = OVERRIDE_KINDS.get(place["widget"]["type"])
    if request.method == "PUT" and kind:
        require(getattr(scope, kind)(), [_put_value(request)])


def _put_value(request: HttpRequest) -> str | None:
    """The field `value` of a form sent by PUT, which Django leaves unread; the view reads it again."""
    try:
        form, _files = MultiPartParser(
            request.META, BytesIO(request.body), request.upload_handlers, request.encoding or "utf-8"
        ).parse()
    except MultiPartParserError:
        raise Http404 from None
    return form.get("value")
