"""The corpus as a model that Wagtail's own search indexes."""

from django.db import models
from wagtail.search import index


class Text(index.Indexed, models.Model):
    """One text of the corpus, with the fields that both sides filter and count by."""

    uuid = models.UUIDField(unique=True)
    language = models.CharField(max_length=10, db_index=True)
    title = models.CharField(max_length=300)
    body = models.TextField()
    institution = models.CharField(max_length=36, db_index=True)
    state = models.CharField(max_length=12, db_index=True)
    outcome = models.CharField(max_length=20, db_index=True)
    year = models.PositiveIntegerField(db_index=True)
    organisation = models.CharField(max_length=36, db_index=True)
    provision = models.CharField(max_length=36, db_index=True)
    topic = models.CharField(max_length=20, db_index=True)

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("body"),
        *(
            index.FilterField(name)
            for name in (
                "language",
                "institution",
                "state",
                "outcome",
                "year",
                "organisation",
                "provision",
                "topic",
            )
        ),
    ]

    def __str__(self) -> str:
        return self.title
