"""What `/admin/answers/` shows."""

from cms.answers.views.bulk import bulk_action
from cms.answers.views.consultation import ConsultationAnswersView, conclude
from cms.answers.views.index import ConsultationsToAnswerView

__all__ = ["ConsultationAnswersView", "ConsultationsToAnswerView", "bulk_action", "conclude"]
