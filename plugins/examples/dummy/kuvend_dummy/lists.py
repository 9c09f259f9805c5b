"""A column and an action of the admin's lists, a panel of its first page, a button of the page editor."""

from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kuvend_dummy.models import Note
from plugins.api.extension_points import (
    AdminDashboardContext,
    AdminRowsContext,
    BulkActionContext,
    BulkActionResult,
    PageButtonContext,
)


def note_counts(context: AdminRowsContext) -> dict[UUID, SafeString]:
    """How many notes there are of each row, counted for all rows at once."""
    column = context.list.removesuffix("s")
    found = Note.objects.filter(**{f"{column}__in": context.uuids}).order_by()
    counts = found.values_list(column).annotate(Count("pk"))
    return {uuid: format_html("dummy column {}", number) for uuid, number in counts}


def note_rows(context: BulkActionContext) -> BulkActionResult:
    """A note for each ticked row; refused or failed after the fact where the request says so."""
    column = context.list.removesuffix("s")
    for uuid in context.uuids:
        Note.objects.create(institution=context.institution, **{column: uuid}, word="ticked")
    told = context.request.POST.get("dummy")
    if told == "raise":
        raise RuntimeError("the dummy was asked to fail")
    if told == "refuse":
        return BulkActionResult(message="dummy refused <b>this</b>", is_error=True)
    return BulkActionResult(message=f"dummy noted {len(context.uuids)}")


def panel(context: AdminDashboardContext) -> SafeString:
    """How many notes there are where the person works."""
    number = Note.objects.filter(institution__in=context.institutions).count()
    return format_html("<p>dummy panel: {} at {}</p>", number, len(context.institutions))


def notes_button(context: PageButtonContext) -> str:
    """To the notes."""
    return f"{reverse('dummy_admin:notes')}?page={context.page}"
