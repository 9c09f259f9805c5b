"""What the record refuses, each with a code for machines and a message for the person.

`message` is put together when it is read, in the language active then. Neither it nor `params` ever
quotes what a person wrote, so that both may be shown and logged.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class RecordError(Exception):
    """A request the record does not carry out. `field` names the argument to blame, "" for none."""

    code = "invalid"
    field = ""
    template: str | Promise = _("This is not possible.")

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params: Mapping[str, Any] = params

    @property
    def message(self) -> str:
        """The sentence for the person, in the active language."""
        return str(self.template) % self.params


class NotFound(RecordError):
    """There is no such thing, or not for this institution or this person: the two are not told apart."""

    code = "not_found"
    template = _("There is nothing here.")


class InvalidCursor(RecordError):
    """A page marker that this list did not give out."""

    code = "invalid_cursor"
    field = "cursor"
    template = _("This page marker is not valid. Start again from the first page.")


class SubmissionRefused(RecordError):
    """A submission that is not taken. The caller still has the text and hands it back."""

    code = "submission_refused"


class ConsultationUnknown(SubmissionRefused):
    code = "consultation_unknown"
    field = "consultation"
    template = _("There is no such consultation.")


class ConsultationNotOpen(SubmissionRefused):
    """Outside of opens_at ≤ now ≤ closes_at, or cancelled. Dates are aware; shown in `time_zone`."""

    code = "consultation_not_open"
    field = "consultation"

    def __init__(
        self, *, opens_at: datetime, closes_at: datetime, state: str, time_zone: tzinfo | None = None
    ) -> None:
        super().__init__(opens_at=opens_at, closes_at=closes_at, state=state)
        self.opens_at = opens_at
        self.closes_at = closes_at
        self.closed_at = closes_at
        self.state = state
        self._time_zone = time_zone or ZoneInfo("UTC")

    @property
    def message(self) -> str:
        """When it opens, when it closed, or that it was cancelled."""
        if self.state == "planned":
            return str(_("This consultation opens on %(date)s.") % {"date": self._shown(self.opens_at)})
        if self.state == "cancelled":
            return str(_("This consultation was cancelled."))
        return str(
            _("This consultation closed on %(date)s. Your text was not sent; copy it if you want to keep it.")
            % {"date": self._shown(self.closes_at)}
        )

    def _shown(self, moment: datetime) -> str:
        local = moment.astimezone(self._time_zone)
        return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M:%S}"


class ProvisionUnknown(SubmissionRefused):
    code = "provision_unknown"
    field = "provision"
    template = _("This part is not in the documents of this consultation.")


class VersionUnknown(SubmissionRefused):
    code = "version_unknown"
    field = "version"
    template = _("This version of the document is not under consultation here.")


class ParentUnknown(SubmissionRefused):
    code = "parent_unknown"
    field = "parent"
    template = _("The contribution you reply to is not public in this consultation.")


class QuoteUnknown(SubmissionRefused):
    code = "quote_unknown"
    field = "quote"
    template = _("The passage you marked is not in this part of the document.")


class TextEmpty(SubmissionRefused):
    code = "text_empty"
    field = "text"
    template = _("Write something before you send it.")


class TextInvalid(SubmissionRefused):
    code = "text_invalid"
    field = "text"
    template = _("The text has characters that cannot be stored. Remove them or paste it as plain text.")


class TextTooLong(SubmissionRefused):
    """`limit` and `length` count characters after normalisation."""

    code = "text_too_long"
    field = "text"

    def __init__(self, *, limit: int, length: int) -> None:
        super().__init__(limit=limit, length=length)
        self.limit = limit
        self.length = length

    @property
    def message(self) -> str:
        """The limit, and by how much the text is over it."""
        over = self.length - self.limit
        return ngettext(
            "The text may have %(limit)d characters; shorten it by %(over)d character.",
            "The text may have %(limit)d characters; shorten it by %(over)d characters.",
            over,
        ) % {"limit": self.limit, "over": over}


class LanguageUnknown(SubmissionRefused):
    code = "language_unknown"
    field = "language"
    template = _("Choose one of the offered languages.")


class AccountClosed(SubmissionRefused):
    """The account was erased meanwhile."""

    code = "account_closed"
    template = _("This account is closed.")


class EmailInvalid(SubmissionRefused):
    code = "email_invalid"
    field = "email"
    template = _("Enter a valid e-mail address.")


class NameInvalid(SubmissionRefused):
    """A name that is too long (`limit` characters) or cannot be stored. `field` is the one of the two."""

    code = "name_invalid"
    field = "display_name"
    template = _("A name may have at most %(limit)d characters.")

    def __init__(self, *, field: str, limit: int) -> None:
        super().__init__(limit=limit)
        self.field = field


class IdempotencyMismatch(SubmissionRefused):
    code = "idempotency_mismatch"
    field = "idempotency_key"
    template = _("This key was used before, for something else.")


class IdempotencyKeyInvalid(SubmissionRefused):
    code = "idempotency_key_invalid"
    field = "idempotency_key"
    template = _("The key must have 1 to 255 printable characters.")


class CheckRefused(SubmissionRefused):
    """A plugin's check refused; its own message is shown."""

    code = "check_refused"
    field = "text"

    def __init__(self, *, plugin: str, text: str) -> None:
        super().__init__(plugin=plugin)
        self._text = text

    @property
    def message(self) -> str:
        """The check's sentence."""
        return self._text


class TokenInvalid(RecordError):
    """A link that this site did not make, or whose subject is gone."""

    code = "token_invalid"
    template = _("This link is not valid. Copy the whole address from the message.")


class TokenExpired(RecordError):
    """A confirmation that came too late; `days` is how long it was valid."""

    code = "token_expired"

    @property
    def message(self) -> str:
        """How long such links are valid."""
        return (
            ngettext(
                "This link was valid for %(days)d day. Please send your contribution again.",
                "This link was valid for %(days)d days. Please send your contribution again.",
                self.params["days"],
            )
            % self.params
        )


class TransitionRefused(RecordError):
    """The table of states does not allow the change."""

    code = "transition_refused"
    template = _("This is not possible in its present state.")


class SubmissionUnknown(RecordError):
    """No such submission within this institution's reach."""

    code = "submission_unknown"
    field = "submission"
    template = _("There is no such contribution.")


class ReasonMissing(RecordError):
    """A public reason that has to be there in `language` is empty."""

    code = "reason_missing"
    field = "reasons"
    template = _("Give a public reason, at least in the institution's first language.")


class ReasonInvalid(RecordError):
    """A reason that is no text, too long, or in a language the platform does not know."""

    code = "reason_invalid"
    field = "reasons"
    template = _("The reason is too long or cannot be read.")


class OutcomeUnknown(RecordError):
    code = "outcome_unknown"
    field = "outcome"
    template = _("Choose one of the offered outcomes.")


class SeveralConsultations(RecordError):
    code = "several_consultations"
    field = "submissions"
    template = _("Answer contributions of one consultation at a time.")


class TooMany(RecordError):
    """More at once than one transaction should hold; `limit` is how many may come."""

    code = "too_many"
    field = "submissions"
    template = _("At most %(limit)d at once.")


class NotAllAnswered(RecordError):
    """`missing` contributions still have no answer."""

    code = "not_all_answered"

    @property
    def message(self) -> str:
        """How many are missing."""
        return (
            ngettext(
                "%(missing)d contribution has no answer yet.",
                "%(missing)d contributions have no answer yet.",
                self.params["missing"],
            )
            % self.params
        )


class TooShort(RecordError):
    """Open for less than the rule set allows. `earliest_closing` is aware, in the institution's time zone."""

    code = "too_short"
    field = "closes_at"

    def __init__(self, *, earliest_closing: datetime, rule_set: str) -> None:
        super().__init__(earliest_closing=earliest_closing, rule_set=rule_set)
        self.earliest_closing = earliest_closing
        self.rule_set = rule_set

    @property
    def message(self) -> str:
        """The earliest lawful closing date."""
        return str(
            _("This is shorter than the law allows. The earliest lawful closing is %(date)s, %(time)s.")
            % {
                "date": date_format(self.earliest_closing, "DATE_FORMAT"),
                "time": f"{self.earliest_closing:%H:%M}",
            }
        )


class DatesInvalid(RecordError):
    code = "dates_invalid"
    field = "closes_at"
    template = _("A consultation closes after it opens.")


class DatesFixed(RecordError):
    """An open consultation may only be extended; one that is over keeps its dates."""

    code = "dates_fixed"
    field = "closes_at"
    template = _("An open consultation can only be extended, and a closed one keeps its dates.")


class RuleSetUnknown(RecordError):
    code = "rule_set_unknown"
    field = "rule_set"
    template = _("There is no such rule set: %(rule_set)s.")


class DocumentInvalid(RecordError):
    """`detail` says in English, for the editor's developer, what is wrong with the structure."""

    code = "document_invalid"
    field = "provisions"
    template = _("The document's structure cannot be published: %(detail)s")


class TitleMissing(RecordError):
    code = "title_missing"
    field = "titles"
    template = _("A title in the source language is needed.")


class ReportNotYet(RecordError):
    """The report begins with the closing; `opens_at` and `closes_at` (aware) say when that is."""

    code = "report_not_yet"
    template = _("There is no report on this consultation: it has not closed yet, or was cancelled.")


class DatasetUnavailable(RecordError):
    """A plugin could not write its open data; nothing of it is handed out."""

    code = "dataset_unavailable"
    template = _("This data cannot be made at the moment. Try again later.")
