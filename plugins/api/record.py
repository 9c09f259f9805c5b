"""The public record, as plugins may use it.

Selectors return frozen views of what the public may see; those that name an institution return that
institution's own, for its staff. The services here check states and reasons and write the ledger; who may
call them is for the caller to check (`plugins.api.roles`).
"""

from consultations.authors import Account, Author, Deposited, Guest
from consultations.errors import InvalidCursor, NotFound, RecordError, SubmissionRefused
from consultations.events import Kind, RecordEvent
from consultations.form_fields.refusals import FieldsRefused
from consultations.languages import SUBMISSION_LANGUAGES
from consultations.models.moderation import ModerationAction
from consultations.models.response import Outcome
from consultations.permissible import possible_actions
from consultations.selectors.consultations import (
    consultation_detail,
    consultation_list,
    consultations_by_uuid,
)
from consultations.selectors.documents import (
    document_detail,
    document_list,
    version_by_uuid,
    version_detail,
    version_texts,
)
from consultations.selectors.form_fields import field_counts, field_values
from consultations.selectors.headings import (
    ConsultationHeading,
    VersionHeading,
    consultation_heading,
    provision_names,
    provision_refs,
    version_heading,
)
from consultations.selectors.institutions import institution_by_slug, institution_by_uuid, institution_list
from consultations.selectors.openness import is_open
from consultations.selectors.placements import Placement, placement_of, public_placements
from consultations.selectors.responses import response_by_uuid, response_history, response_list
from consultations.selectors.staff import (
    answer_queue,
    moderation_counts,
    moderation_queue,
    submission_for_staff,
)
from consultations.selectors.submissions import (
    About,
    Order,
    SubmissionFilter,
    submission_count,
    submission_list,
    submission_public,
    submissions_by_uuid,
    thread_list,
    threads_by_uuid,
)
from consultations.selectors.topics import TopicView, topic_list
from consultations.selectors.views import (
    ConsultationRef,
    ConsultationView,
    DocumentView,
    EnteredValue,
    InstitutionView,
    ModerationView,
    Page,
    ProvisionRef,
    ProvisionTextsView,
    ProvisionView,
    ResponseView,
    StaffSubmissionView,
    SubmissionView,
    TextView,
    ThreadView,
    VersionDetail,
    VersionView,
)
from consultations.selectors.words import PublishedWords, published_words
from consultations.services.moderate import moderate
from consultations.services.respond import respond
from consultations.services.submit import Submitted, submit
from consultations.states import ConsultationState, SubmissionState

__all__ = [
    "SUBMISSION_LANGUAGES",
    "About",
    "Account",
    "Author",
    "ConsultationHeading",
    "ConsultationRef",
    "ConsultationState",
    "ConsultationView",
    "Deposited",
    "DocumentView",
    "EnteredValue",
    "FieldsRefused",
    "Guest",
    "InstitutionView",
    "InvalidCursor",
    "Kind",
    "ModerationAction",
    "ModerationView",
    "NotFound",
    "Order",
    "Outcome",
    "Page",
    "Placement",
    "ProvisionRef",
    "ProvisionTextsView",
    "ProvisionView",
    "PublishedWords",
    "RecordError",
    "RecordEvent",
    "ResponseView",
    "StaffSubmissionView",
    "SubmissionFilter",
    "SubmissionRefused",
    "SubmissionState",
    "SubmissionView",
    "Submitted",
    "TextView",
    "ThreadView",
    "TopicView",
    "VersionDetail",
    "VersionHeading",
    "VersionView",
    "answer_queue",
    "consultation_detail",
    "consultation_heading",
    "consultation_list",
    "consultations_by_uuid",
    "document_detail",
    "document_list",
    "field_counts",
    "field_values",
    "institution_by_slug",
    "institution_by_uuid",
    "institution_list",
    "is_open",
    "moderate",
    "moderation_counts",
    "moderation_queue",
    "placement_of",
    "possible_actions",
    "provision_names",
    "provision_refs",
    "public_placements",
    "published_words",
    "respond",
    "response_by_uuid",
    "response_history",
    "response_list",
    "submission_count",
    "submission_for_staff",
    "submission_list",
    "submission_public",
    "submissions_by_uuid",
    "submit",
    "thread_list",
    "threads_by_uuid",
    "topic_list",
    "version_by_uuid",
    "version_detail",
    "version_heading",
    "version_texts",
]
