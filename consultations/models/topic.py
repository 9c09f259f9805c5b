from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.translated import pick


class Topic(models.Model):
    """A word of the vocabulary by which consultations and documents are found across languages.

    `labels` maps languages to the topic's name. The record keeps the `slug`, which stays when labels change, and
    goes on naming a topic that was taken out of the vocabulary.
    """

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    labels = models.JSONField(_("labels"), default=dict)

    class Meta:
        ordering = ("slug",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return pick(self.labels, get_language() or "en", "en") or self.slug
