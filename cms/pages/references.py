"""Which pictures, files and pages a page refers to."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import models
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import Page

WATCHED = (Image, Document, Page)


def references(page: Page, values: dict[str, Any] | None = None) -> dict[type, set[int]]:
    """Keys of what the page's own fields refer to, by model; `values` stand in for the fields they name."""
    found: dict[type, set[int]] = defaultdict(set)
    for field in page._meta.get_fields():
        if not isinstance(field, models.Field) or field.name in {"page_ptr", "alias_of", "owner", "locale"}:
            continue
        value = values[field.name] if values and field.name in values else field.value_from_object(page)
        for model, key in _of_field(field, value):
            found[model].add(key)
    return found


def references_of_row(values: dict[str, Any]) -> list[tuple[type, int]]:
    """Models and keys of what a form's cleaned values are."""
    return [
        (watched, int(value.pk))
        for value in values.values()
        if isinstance(value, models.Model) and value.pk and (watched := _watched(type(value)))
    ]


def _of_field(field: models.Field[Any, Any], value: Any) -> list[tuple[type, int]]:
    if not value:
        return []
    if isinstance(field, models.ForeignKey):
        watched = _watched(field.related_model)
        key = value.pk if isinstance(value, models.Model) else value
        return [(watched, int(key))] if watched else []
    if isinstance(field, StreamField | RichTextField):
        return [
            (watched, int(key))
            for model, key, _model_path, _content_path in field.extract_references(value)
            if (watched := _watched(model))
        ]
    return []


def _watched(model: Any) -> type | None:
    return next((watched for watched in WATCHED if issubclass(model, watched)), None)
