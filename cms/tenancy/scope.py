"""What of the CMS belongs to somebody's institutions. Everything the admin shows goes through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Revision, Task, TaskState, Workflow, WorkflowState
from wagtail_localize.models import Translation, TranslationSource

from cms.tenancy.models import InstitutionProfile
from cms.tenancy.roles import institutions_of, people_of
from consultations.models import Institution

_CACHE = "_kuvend_admin_scope"


class AdminScope:
    """The part of the CMS a person may know of: what is below the root pages and collections of the
    institutions where they hold a role.

    The querysets here say what exists for the person, not what they may do with it: that stays with
    Wagtail's permissions.
    """

    def __init__(self, institution_ids: Iterable[int]) -> None:
        self.institution_ids = frozenset(institution_ids)

    @cached_property
    def profiles(self) -> QuerySet[InstitutionProfile]:
        """Profiles of the institutions."""
        return InstitutionProfile.objects.filter(institution_id__in=self.institution_ids)

    @cached_property
    def root_paths(self) -> tuple[str, ...]:
        """Tree paths of the institutions' root pages, in all languages."""
        return tuple(
            Page.objects.filter(translation_key__in=self.profiles.values("root_key")).values_list(
                "path", flat=True
            )
        )

    @cached_property
    def collection_paths(self) -> tuple[str, ...]:
        """Tree paths of the institutions' collections."""
        return tuple(
            Collection.objects.filter(pk__in=self.profiles.values("collection")).values_list("path", flat=True)
        )

    def owns_path(self, path: str) -> bool:
        """Whether a page at that tree path is one of the institutions'."""
        return path.startswith(self.root_paths) if self.root_paths else False

    def pages(self) -> QuerySet[Page]:
        """Pages at and below the institutions' roots."""
        return Page.objects.filter(_below(self.root_paths))

    def visible_pages(self) -> QuerySet[Page]:
        """The institutions' pages and those above them, which the explorer leads through."""
        ancestors = {
            path[:end] for path in self.root_paths for end in range(Page.steplen, len(path), Page.steplen)
        }
        return Page.objects.filter(_below(self.root_paths) | Q(path__in=ancestors))

    def collections(self) -> QuerySet[Collection]:
        """Collections of the institutions."""
        return Collection.objects.filter(_below(self.collection_paths))

    def images(self) -> QuerySet[Any]:
        """Images in those collections."""
        return get_image_model().objects.filter(_below(self.collection_paths, "collection__path"))

    def documents(self) -> QuerySet[Any]:
        """Files in those collections."""
        return get_document_model().objects.filter(_below(self.collection_paths, "collection__path"))

    def people(self) -> QuerySet[Any]:
        """Users who hold a role in the institutions."""
        return people_of(self.institution_ids)

    def revisions(self) -> QuerySet[Revision]:
        """Revisions of the institutions' pages."""
        return Revision.objects.filter(base_content_type=_page_type(), object_id__in=self._page_ids())

    def workflows(self) -> QuerySet[Workflow]:
        """The institutions' workflows."""
        return Workflow.objects.filter(pk__in=self.profiles.values("workflow"))

    def tasks(self) -> QuerySet[Task]:
        """Tasks of those workflows."""
        return Task.objects.filter(workflow_tasks__workflow__in=self.workflows())

    def workflow_states(self) -> QuerySet[WorkflowState]:
        """Workflows that the institutions' pages have been through or are in."""
        return WorkflowState.objects.filter(base_content_type=_page_type(), object_id__in=self._page_ids())

    def task_states(self) -> QuerySet[TaskState]:
        """The steps of those."""
        return TaskState.objects.filter(workflow_state__in=self.workflow_states())

    def translation_sources(self) -> QuerySet[TranslationSource]:
        """What wagtail-localize keeps of the institutions' pages."""
        return TranslationSource.objects.filter(object_id__in=self.pages().values("translation_key"))

    def translations(self) -> QuerySet[Translation]:
        """Translations of the institutions' pages."""
        return Translation.objects.filter(source__in=self.translation_sources())

    def _page_ids(self) -> QuerySet[Any]:
        # Generic relations keep keys as text, and PostgreSQL compares nothing with text but text.
        return self.pages().order_by().values_list(Cast("pk", output_field=CharField()), flat=True)


def scope_of(user: Any) -> AdminScope | None:
    """The scope of somebody in the admin, remembered on the user object; None for the operator: no limits."""
    if user.is_superuser:
        return None
    scope: AdminScope | None = getattr(user, _CACHE, None)
    if scope is None:
        scope = AdminScope(institutions_of(user))
        setattr(user, _CACHE, scope)
    return scope


def institution_id_of(page: Page) -> int | None:
    """Primary key of the institution a page belongs to; None for the portal's own pages."""
    key_by_path: Sequence[tuple[str, Any]] = list(
        Page.objects.filter(
            translation_key__in=InstitutionProfile.objects.values("root_key"),
            path__in=[page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)],
        ).values_list("path", "translation_key")
    )
    if not key_by_path:
        return None
    return InstitutionProfile.objects.values_list("institution_id", flat=True).get(root_key=key_by_path[0][1])


def institution_of(page: Page) -> Institution | None:
    """The institution a page belongs to; None for the portal's own pages."""
    key = institution_id_of(page)
    return None if key is None else Institution.objects.filter(pk=key).first()


def _below(paths: Sequence[str], field: str = "path") -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)
