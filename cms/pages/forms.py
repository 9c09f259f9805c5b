"""The editor's forms: what the record would refuse is said beside the field, before anything is published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from cms.pages.blocks.offered import offer_blocks
from cms.pages.places import plugin_scope
from cms.pages.provisions import contents_of, extract
from cms.pages.references import references, references_of_row
from cms.pages.refusals import DatesMissing
from cms.tenancy.scope import institution_of, scope_of
from cms.tenancy.slugs import reserved_slugs
from consultations import clock
from consultations.errors import DatesFixed, DatesInvalid, RecordError, TooShort
from consultations.models import Consultation, Institution
from consultations.provisions import cleaned as checked_provisions
from consultations.rules.calendars import earliest_closing
from consultations.rules.loading import rule_set
from consultations.states import ConsultationState, consultation_state

if TYPE_CHECKING:
    from cms.pages.models import ConsultationPage, DocumentPage

PORTAL_DEPTH = 2  # the portal's front pages, below the root
PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow")


class ScopedPageForm(WagtailAdminPageForm):
    """A page form that takes no picture, file or page of another institution, however its key got there."""

    parent_page: Page | None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        place = self.instance if self.instance.path else self.parent_page
        if place is not None:
            offer_blocks(self, plugin_scope(place))

    def clean(self) -> dict[str, Any]:
        """Raises Http404 for a thing that does not exist for this person: the choosers do not offer it."""
        cleaned = cast("dict[str, Any]", super().clean())
        if self.parent_page and self.parent_page.depth == PORTAL_DEPTH and cleaned.get("slug") in reserved_slugs():
            self.add_error("slug", _("This is part of the site's own addresses. Choose another."))
        scope = scope_of(self.for_user) if self.for_user else None
        if scope is not None:
            allowed = {Image: scope.images(), Document: scope.documents(), Page: scope.visible_pages()}
            for model, keys in self._new_references().items():
                if model in allowed and allowed[model].filter(pk__in=keys).count() != len(keys):
                    raise Http404
        return cleaned

    @property
    def is_publishing(self) -> bool:
        """Whether this is the moment for what a draft may still lack."""
        return any(name in self.data for name in PUBLISHING)

    def institution(self) -> Institution | None:
        """The institution the page belongs to or is being added to."""
        place = self.instance if self.instance.path else self.parent_page
        return institution_of(place) if place else None

    def _new_references(self) -> dict[type, set[int]]:
        """What the form brings in; what the saved page has already may stay."""
        present = references(self.instance, self.cleaned_data)
        if self.instance.pk:
            saved = self.instance.get_latest_revision_as_object()
            for model, keys in references(saved).items():
                present.get(model, set()).difference_update(keys)
        for formset in self.formsets.values():
            for form in formset.forms:
                for model, key in references_of_row(form.cleaned_data if form.is_valid() else {}):
                    present.setdefault(model, set()).add(key)
        return {model: keys for model, keys in present.items() if keys}


class DocumentPageForm(ScopedPageForm):
    """Publishing asks the record whether it could freeze the document."""

    instance: DocumentPage

    def clean(self) -> dict[str, Any]:
        """Also says why a document cannot be published."""
        cleaned = super().clean()
        body = cleaned.get("body")
        if self.is_publishing and body is not None and not self.errors:
            try:
                checked_provisions(contents_of(extract(body), "en"), ["en"], "en")
            except RecordError as error:
                self.add_error("body", error.message)
        return cleaned


class ConsultationPageForm(ScopedPageForm):
    """Dates are checked against the institution's rule set as soon as both are there."""

    instance: ConsultationPage

    def clean(self) -> dict[str, Any]:
        """Also says the earliest lawful closing, and what must be there before publishing."""
        cleaned = super().clean()
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        institution = self.institution()
        if opens_at and closes_at and institution:
            self._check(lambda: self._check_dates(institution, opens_at, closes_at, cleaned))
        if self.is_publishing:
            self._check(self._check_complete)
        return cleaned

    def _check(self, check: Any) -> None:
        try:
            check()
        except RecordError as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)

    def _check_complete(self) -> None:
        from cms.pages.record import newest_versions

        if not (self.cleaned_data.get("opens_at") and self.cleaned_data.get("closes_at")):
            if not {"opens_at", "closes_at"} & set(self.errors):
                raise DatesMissing
            return
        institution = self.institution()
        rows = [form.cleaned_data for form in self.formsets["documents"].forms if form.is_valid()]
        documents = [row["document"] for row in rows if row.get("document") and not row.get("DELETE")]
        if institution is not None:
            newest_versions(documents, institution)

    def _check_dates(
        self, institution: Institution, opens_at: datetime, closes_at: datetime, cleaned: dict[str, Any]
    ) -> None:
        now = clock.now()
        recorded = Consultation.objects.filter(uuid=self.instance.translation_key).first()
        state = consultation_state(recorded, now) if recorded else ConsultationState.PLANNED
        if recorded and state != ConsultationState.PLANNED:
            extended = state == ConsultationState.OPEN and closes_at > recorded.closes_at
            if closes_at != recorded.closes_at and not extended:
                raise DatesFixed
            return
        begins = max(moment for moment in (opens_at, now, cleaned.get("go_live_at")) if moment)
        if closes_at <= begins:
            raise DatesInvalid
        rules = rule_set(institution.rule_set)
        earliest = earliest_closing(rules, cleaned.get("act_type") or "", begins, ZoneInfo(institution.time_zone))
        if closes_at < earliest:
            raise TooShort(earliest_closing=timezone.localtime(earliest), rule_set=rules.code)
