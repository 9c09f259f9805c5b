from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnswersConfig(AppConfig):
    """Answering submissions, alone or several at once, and concluding a consultation."""

    name = "cms.answers"
    label = "answers"
    verbose_name = _("Answers")

    def ready(self) -> None:
        """Look at what plugins would add to the lists."""
        from cms.answers.contributed import quarantine_misfits
        from plugins.kernel.registry import registry

        quarantine_misfits(registry)
