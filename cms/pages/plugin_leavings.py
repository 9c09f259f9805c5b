"""Pages of a plugin that is removed for good: out of the tree, with their drafts, and nobody else's with them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, Revision


class PluginPages:
    """What pages have in common, in Wagtail's tables; the rest of them lies in the plugin's own."""

    def count(self, labels: Collection[str]) -> dict[str, int]:
        """Pages and their drafts."""
        found = {query.model._meta.db_table: query.count() for query in (_pages(labels), _drafts(labels))}
        return {table: number for table, number in found.items() if number}

    def rows(self, labels: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The pages in the order of the tree, then their drafts."""
        for query in (_pages(labels), _drafts(labels)):
            for row in query.values().iterator(chunk_size=500):
                yield query.model._meta.db_table, row

    def remove(self, labels: Collection[str]) -> None:
        """Delete them as an editor would: logged, with all that hangs on them. What others put below moves up."""
        with transaction.atomic():
            _drafts(labels).delete()
            _lift_others(labels)
            while (page := _pages(labels).first()) is not None:
                DeletePageAction(page).execute(skip_permission_checks=True)
            # With them goes what is kept by content type: permissions, translations, references, the search index.
            ContentType.objects.filter(app_label__in=labels).delete()
        ContentType.objects.clear_cache()


def _pages(labels: Collection[str]) -> QuerySet[Page]:
    """By depth: what is deleted first takes what lies below along."""
    pages: QuerySet[Page] = Page.objects.filter(content_type__app_label__in=labels).order_by("depth", "path")
    return pages


def _drafts(labels: Collection[str]) -> QuerySet[Revision]:
    keys = [str(key) for key in _pages(labels).values_list("pk", flat=True)]
    drafts: QuerySet[Revision] = Revision.page_revisions.filter(object_id__in=keys).order_by("pk")
    return drafts


def _lift_others(labels: Collection[str]) -> None:
    """Move pages of other kinds from below the plugin's to the page that the topmost of those lies below."""
    while (page := _first_below(labels)) is not None:
        above = page.get_ancestors().exclude(content_type__app_label__in=labels).order_by("-depth").first()
        if above is None:  # the root is nobody's plugin's
            return
        page.slug = _free_slug(page, above)
        page.save(update_fields=["slug"], clean=False)
        page.move(above, pos="last-child")


def _first_below(labels: Collection[str]) -> Page | None:
    for parent in _pages(labels):
        found: Page | None = parent.get_children().exclude(content_type__app_label__in=labels).first()
        if found is not None:
            return found
    return None


def _free_slug(page: Page, above: Page) -> str:
    taken = set(above.get_children().exclude(pk=page.pk).values_list("slug", flat=True))
    slug, number = page.slug, 2
    while slug in taken:
        slug, number = f"{page.slug}-{number}", number + 1
    return str(slug)
