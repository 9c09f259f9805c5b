"""What `/admin/answers/` shows."""

from cms.answers.views.consultation import ConsultationAnswersView, conclude
from cms.answers.views.index import ConsultationsToAnswerView

__all__ = ["ConsultationAnswersView", "ConsultationsToAnswerView", "conclude"]
