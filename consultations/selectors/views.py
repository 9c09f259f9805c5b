"""What selectors return: plain, frozen, already filtered for whoever reads.

Texts in several languages are mappings {language: text}; read them with `consultations.translated.pick`,
or with a view's own `…_in(language)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from consultations.states import ConsultationState, SubmissionState
from consultations.translated import pick

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A stretch of a list. A cursor is None where there is nothing further in its direction."""

    items: tuple[T, ...]
    next_cursor: str | None = None
    previous_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionView:
    """An institution as the public sees it."""

    uuid: UUID
    slug: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    jurisdiction: str
    time_zone: str
    rule_set: str
    contact_name: str
    contact_email: str
    contact_phone: str

    @property
    def default_language(self) -> str:
        """The language its public reasons are written in at least."""
        return self.languages[0] if self.languages else "en"

    def name_in(self, language: str) -> str:
        """Its name, in `language` or the nearest there is."""
        return pick(self.names, language, self.default_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One frozen state of a document, without its provisions."""

    uuid: UUID
    document: UUID
    institution: UUID
    kind: str
    number: int
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    source_language: str
    published_at: datetime
    content_hash: str

    def title_in(self, language: str) -> str:
        """Its title, in `language` or the nearest there is."""
        return pick(self.titles, language, self.source_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationView:
    """A consultation with its figures.

    `state` is that of the moment of reading. `published`: public submissions, replies included;
    `answerable`: those of them that start a thread; `answered`: how many of these have an answer.
    """

    uuid: UUID
    institution: InstitutionView
    rule_set: str
    act_type: str
    source_language: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    opens_at: datetime
    closes_at: datetime
    answered_at: datetime | None
    archived_at: datetime | None
    cancelled_at: datetime | None
    cancel_reasons: Mapping[str, str]
    state: ConsultationState
    versions: tuple[VersionView, ...]
    published: int
    answerable: int
    answered: int
    topics: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether submissions are taken."""
        return self.state == ConsultationState.OPEN

    def title_in(self, language: str) -> str:
        """Its title, in `language` or the nearest there is."""
        return pick(self.titles, language, self.source_language)

    def summary_in(self, language: str) -> str:
        """Its summary, in `language` or the nearest there is."""
        return pick(self.summaries, language, self.source_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRef:
    """A consultation, named in passing. `versions`: those of the document beside which it is named."""

    uuid: UUID
    titles: Mapping[str, str]
    source_language: str
    opens_at: datetime
    closes_at: datetime
    state: ConsultationState
    versions: tuple[UUID, ...] = ()

    def title_in(self, language: str) -> str:
        """Its title, in `language` or the nearest there is."""
        return pick(self.titles, language, self.source_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionView:
    """A provision in one language. `language` is that of the text shown; `is_fallback`: not the one asked for.

    `html` is sanitised. `published` counts the public submissions on it, replies included.
    """

    uid: UUID
    parent_uid: UUID | None
    kind: str
    number: str
    position: int
    depth: int
    language: str
    is_fallback: bool
    heading: str
    html: str
    text: str
    published: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A provision's words in one language."""

    heading: str
    html: str
    text: str
    is_fallback: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionTextsView:
    """A provision in all its languages, for indexing and export."""

    uid: UUID
    parent_uid: UUID | None
    kind: str
    number: str
    position: int
    depth: int
    texts: Mapping[str, TextView]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with its versions, newest first, and the consultations about any of them, newest first."""

    uuid: UUID
    institution: InstitutionView
    kind: str
    created_at: datetime
    versions: tuple[VersionView, ...]
    consultations: tuple[ConsultationRef, ...]
    topics: tuple[str, ...] = ()

    @property
    def current(self) -> VersionView:
        """The newest version."""
        return self.versions[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDetail:
    """A version to be read: its document, its provisions in order, the consultations about it."""

    version: VersionView
    document: DocumentView
    provisions: tuple[ProvisionView, ...]
    consultations: tuple[ConsultationRef, ...]
    published: int
    """Public submissions on the version, its provisions included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRef:
    """A provision, named in passing: what a submission is about."""

    uid: UUID
    kind: str
    number: str
    headings: Mapping[str, str]

    def heading_in(self, language: str) -> str:
        """Its heading, in `language` or the nearest there is; "" for none."""
        return pick(self.headings, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseView:
    """The institution's answer. `submissions` is filled in lists of responses, empty beside a submission."""

    uuid: UUID
    outcome: str
    reasons: Mapping[str, str]
    published_at: datetime
    submissions: tuple[UUID, ...] = ()

    def reason_in(self, language: str, default: str = "en") -> str:
        """The reasons, in `language` or the nearest there is."""
        return pick(self.reasons, language, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationView:
    """A moderation decision as the public sees it."""

    uuid: UUID
    action: str
    reason_code: str
    public_reasons: Mapping[str, str]
    decided_at: datetime

    def reason_in(self, language: str, default: str = "en") -> str:
        """The public reason, in `language` or the nearest there is."""
        return pick(self.public_reasons, language, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredValue:
    """What was entered in one form field of a plugin. `is_public` False: for the institution's staff alone."""

    plugin: str
    name: str
    value: str | int | bool | list[str]
    is_public: bool

    @property
    def key(self) -> str:
        """`slug.name`."""
        return f"{self.plugin}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionView:
    """A submission as the public sees it.

    Hidden, removed and withdrawn ones leave a trace: `text`, `quote` and the author's names are empty,
    `moderation` has the reasons. `number` counts within the consultation. `root` is None for what starts a
    thread; `reply_count` counts the public replies of its whole thread, 0 for a reply. `entered`: what was
    entered in the form fields of plugins that are on, as far as the reader may see it.
    """

    uuid: UUID
    number: int
    institution: UUID
    institution_slug: str
    institution_language: str
    consultation: UUID
    consultation_titles: Mapping[str, str]
    consultation_language: str
    document: UUID | None
    version: UUID | None
    version_number: int | None
    version_titles: Mapping[str, str]
    provision: ProvisionRef | None
    quote: Mapping[str, str] | None
    parent: UUID | None
    parent_number: int | None
    root: UUID | None
    author_name: str
    author_organisation: str
    author_kind: str
    language: str
    text: str
    state: SubmissionState
    channel: str
    submitted_at: datetime
    published_at: datetime | None
    reply_count: int
    response: ResponseView | None
    moderation: tuple[ModerationView, ...]
    entered: tuple[EnteredValue, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether its text is public."""
        return self.state == SubmissionState.PUBLISHED

    @property
    def provision_uid(self) -> UUID | None:
        """The uid of the provision it is about."""
        return self.provision.uid if self.provision else None

    def consultation_title_in(self, language: str) -> str:
        """The consultation's title, in `language` or the nearest there is."""
        return pick(self.consultation_titles, language, self.consultation_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """A submission that starts a thread, with its first replies, oldest first."""

    root: SubmissionView
    replies: tuple[SubmissionView, ...]

    @property
    def further_replies(self) -> int:
        """How many replies there are beyond those here."""
        return self.root.reply_count - len(self.replies)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowView:
    """A submission as its author sees it, whatever its state: the text is always there."""

    submission: SubmissionView
    receipt_number: str
    content_hash: str
    can_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSubmissionView:
    """A submission as its institution's staff see it: with its words unless it was withdrawn; no contact data."""

    submission: SubmissionView
    hold_reason: str
    actions: tuple[str, ...]
    """The moderation actions that are possible now: publish, hide, remove, restore."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEventView:
    """One link of a consultation's chain, as anyone may check it."""

    sequence: int
    kind: str
    at: datetime
    actor: str
    subject: UUID | None
    payload: Mapping[str, object]
    previous_hash: str
    hash: str
