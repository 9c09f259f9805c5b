"""Pictures of published documents, kept for as long as the record: deleting one in the admin changes nothing."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "record"


def frozen(image: Any) -> tuple[str, int, int]:
    """Address, width and height of a copy of the picture, named by its content."""
    shown = image.get_rendition("max-1600x1600")
    with shown.file.open("rb") as file:
        content = file.read()
    suffix = PurePosixPath(shown.file.name).suffix.lower()
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}{suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return default_storage.url(name), shown.width, shown.height
