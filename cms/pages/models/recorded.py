"""Pages that publishing writes into the public record."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.pages.models.base import BasePage
from cms.pages.refusals import RecordRefused
from cms.pages.topic_choice import TopicsField
from cms.tenancy.scope import institution_id_of


class RecordedPage(BasePage):
    """A document or a consultation: below an institution, live only with its record."""

    topics = TopicsField(
        _("topics"),
        default=list,
        blank=True,
        help_text=_("What it is about. Found by these words in every language."),
    )

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Only below an institution: the record needs to know whose it is."""
        return bool(super().can_create_at(parent)) and institution_id_of(parent) is not None

    def can_move_to(self, parent: Page) -> bool:
        """Only within its institution, whose record it is."""
        return bool(super().can_move_to(parent)) and institution_id_of(parent) == institution_id_of(self)

    def publish(self, revision: Revision, user: Any = None, log_action: Any = True, **options: Any) -> None:
        """Publish page and record together, or neither.

        Raises RecordRefused; when the clock publishes there is nobody to tell: the refusal is written into the
        page's history and the date is taken off the revision.
        """
        from cms.pages.record import note_refusal, publishing

        try:
            with transaction.atomic(), publishing(user):
                super().publish(revision, user=user, log_action=log_action, **options)
        except RecordRefused as refusal:
            if log_action != "wagtail.publish.scheduled":
                raise
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            note_refusal(self, refusal.reason)
