from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """The public record: what institutions published, what people said, what they were answered."""

    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        from consultations.activation.gate import install_gate
        from consultations.activation.permissions import install_permissions

        install_gate()
        install_permissions()
