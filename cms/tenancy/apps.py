from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    """Which institution everything in the CMS belongs to, and who may see it."""

    name = "cms.tenancy"
    label = "tenancy"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        from cms.tenancy.roles import given_roles, institution_uuids_with
        from consultations import roles

        roles.install(institution_uuids_with)
        roles.install_given(given_roles)
