"""How an institution lives in the CMS: its pages, its files, its people and its look."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.tenancy.colours import validate_against_ink, validate_against_white


class Role(models.TextChoices):
    EDITOR = "editor", _("Editors")
    REVIEWER = "reviewer", _("Reviewers")
    MODERATOR = "moderator", _("Moderators")
    OFFICIAL = "official", _("Responsible officials")
    ADMINISTRATOR = "administrator", _("Administrators")


class InstitutionProfile(models.Model):
    """The CMS side of one `consultations.Institution`.

    `root_key` is the translation key of its root page: one page in each of its languages, and everything
    below them is its own. `collection` holds its images and documents. `site` is set where it has a host
    name of its own. White text is readable on `primary_colour`, dark text on `accent_colour`.
    """

    institution = models.OneToOneField(
        "consultations.Institution", on_delete=models.CASCADE, related_name="profile"
    )
    root_key = models.UUIDField(unique=True, null=True, editable=False)
    collection = models.OneToOneField(
        "wagtailcore.Collection", null=True, on_delete=models.PROTECT, related_name="+"
    )
    workflow = models.OneToOneField(
        "wagtailcore.Workflow", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    site = models.OneToOneField(
        "wagtailcore.Site", null=True, blank=True, on_delete=models.SET_NULL, related_name="institution_profile"
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    primary_colour = models.CharField(
        _("main colour"), max_length=7, default="#1d4e6f", validators=[validate_against_white]
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, default="#f2b84b", validators=[validate_against_ink]
    )

    class Meta:
        verbose_name = _("institution profile")
        verbose_name_plural = _("institution profiles")

    def __str__(self) -> str:
        return f"profile of institution {self.institution_id}"


class InstitutionGroup(models.Model):
    """Which group of users holds which role in which institution."""

    profile = models.ForeignKey(InstitutionProfile, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="institution_group")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "role"], name="institution_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of profile {self.profile_id}"
