"""Why a page cannot be published with its record."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from consultations.errors import RecordError


class RecordRefused(Exception):
    """The record does not take a page that is being published; `reason` says why, `page` is the page."""

    def __init__(self, page: Page, reason: RecordError) -> None:
        super().__init__(reason.code)
        self.page = page
        self.reason = reason

    @property
    def message(self) -> str:
        """The sentence for the editor, in the active language."""
        return self.reason.message


class DatesMissing(RecordError):
    code = "dates_missing"
    field = "opens_at"
    template = _("Say when the consultation opens and when it closes before you publish it.")


class DocumentsMissing(RecordError):
    code = "documents_missing"
    field = "documents"
    template = _("Choose at least one document before you publish the consultation.")


class DocumentNotPublished(RecordError):
    """A document under consultation has no version that people could read; `title` is its page's."""

    code = "document_not_published"
    field = "documents"
    template = _("Publish “%(title)s” first: people must be able to read what they are asked about.")


class OtherInstitution(RecordError):
    """`title` is the document's."""

    code = "other_institution"
    field = "documents"
    template = _("“%(title)s” is not a document of this institution.")


class NoInstitution(RecordError):
    code = "no_institution"
    template = _("Documents and consultations belong below an institution's page.")
