"""The tables of the public record. Written by services, read by selectors, nothing clever in between."""

from consultations.models.activation import (
    PluginAudit,
    PluginEnablement,
    PluginPermission,
    PluginRoleDecision,
)
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.document import Document, Provision, ProvisionText, Version
from consultations.models.institution import Institution
from consultations.models.ledger import LedgerEvent
from consultations.models.moderation import ModerationDecision
from consultations.models.outbox import OutboxMessage
from consultations.models.participant import ContactDetail, ErasureAudit, Participant
from consultations.models.periodic_run import PeriodicRun
from consultations.models.response import Response, ResponseTarget
from consultations.models.submission import Submission, SubmissionFieldValue
from consultations.models.token import ApiToken
from consultations.models.topic import Topic

__all__ = [
    "ApiToken",
    "Consultation",
    "ConsultationDocument",
    "ContactDetail",
    "Document",
    "ErasureAudit",
    "Institution",
    "LedgerEvent",
    "ModerationDecision",
    "OutboxMessage",
    "Participant",
    "PeriodicRun",
    "PluginAudit",
    "PluginEnablement",
    "PluginPermission",
    "PluginRoleDecision",
    "Provision",
    "ProvisionText",
    "Response",
    "ResponseTarget",
    "Submission",
    "SubmissionFieldValue",
    "Topic",
    "Version",
]
