import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    STRATEGY = "strategy", _("strategy")
    DRAFT_ACT = "draft_act", _("draft act")
    PLAN = "plan", _("plan")
    BUDGET = "budget", _("budget")
    OTHER = "other", _("other")


class Document(models.Model):
    """A strategy, draft act, plan or budget. `uuid` is the translation key of the page it is written on.

    `topics` are slugs of the vocabulary (`Topic`), in the order chosen.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    institution = models.ForeignKey("Institution", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    topics = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["institution", "created_at"], name="document_by_institution")]

    def __str__(self) -> str:
        return str(self.uuid)


class Version(models.Model):
    """A frozen, numbered state of a document, as people saw it.

    `titles` maps languages to titles; `content_hash` is the SHA-256 of the canonical form of the source
    language's structure and texts; `languages` are those in which it was published (the source first).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    titles = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    source_language = models.CharField(max_length=10)
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("document", "number")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class ProvisionKind(models.TextChoices):
    CHAPTER = "chapter", _("chapter")
    ARTICLE = "article", _("article")
    PARAGRAPH = "paragraph", _("paragraph")
    GENERAL_GOAL = "general_goal", _("general goal")
    SPECIFIC_GOAL = "specific_goal", _("specific goal")
    RESULT = "result", _("result")
    TABLE = "table", _("table")
    IMAGE = "image", _("image")
    NOTE = "note", _("note")


class Provision(models.Model):
    """The smallest numbered part people refer to. `uid` survives edits, renumbering and translation."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="provisions")
    uid = models.UUIDField()
    parent_uid = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, choices=ProvisionKind.choices)
    number = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("version", "position")
        constraints = [
            models.UniqueConstraint(fields=["version", "uid"], name="provision_uid_once"),
            models.UniqueConstraint(fields=["version", "position"], name="provision_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} ({self.uid})"


class ProvisionText(models.Model):
    """A provision's words in one language. `is_fallback`: not yet translated, the source text stands in."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    heading = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    is_fallback = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provision", "language"], name="provision_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id} [{self.language}]"
