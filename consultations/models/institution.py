import uuid

from django.db import models


class Institution(models.Model):
    """The body that consults: ministry, agency, municipality.

    `name` maps language codes to names; `languages` lists the codes it publishes in, the first of
    which is its default; `jurisdiction` is an ISO 3166-1 alpha-2 code (XK for Kosovo) that chooses the
    working-day calendar; `rule_set` is the code of a TOML file in `consultations/rules/`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    jurisdiction = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60, default="Europe/Belgrade")
    rule_set = models.CharField(max_length=60)
    contact_name = models.CharField(max_length=200, blank=True, default="")
    contact_email = models.EmailField(blank=True, default="")
    contact_phone = models.CharField(max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug

    @property
    def default_language(self) -> str:
        return self.languages[0] if self.languages else "en"
