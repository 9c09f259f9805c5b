"""Fields of pages that the content API shows in a form of their own."""

from typing import Any

from rest_framework.fields import Field

from cms.pages.provisions import extract
from consultations.texts.sanitising import sanitise_html


class BodyContentField(Field):
    """A page's body, with what plugins show at the page's place."""

    def get_attribute(self, instance: Any) -> tuple[Any, Any]:
        """The page beside its body: the place is the page's."""
        return instance, super().get_attribute(instance)

    def to_representation(self, value: tuple[Any, Any]) -> list[dict[str, Any]]:
        """Blocks in order: type, content, id."""
        page, body = value
        found: list[dict[str, Any]] = body.stream_block.get_api_representation(
            body, {**self.context, "page": page}
        )
        return found


class ProvisionsField(Field):
    """A document's structure: provisions in order, each with what it belongs to, rendered and sanitised."""

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        """JSON-ready provisions of a `DocumentPage.body`."""
        return [
            {
                "uid": str(provision.uid),
                "kind": provision.kind,
                "number": provision.number,
                "heading": provision.heading,
                "html": sanitise_html(provision.html),
                "parent": str(provision.parent_uid) if provision.parent_uid else None,
                "depth": provision.depth,
            }
            for provision in extract(value)
        ]


class ConsultedDocumentsField(Field):
    """What a consultation is about: the keys of the documents in `/api/v1/documents/`."""

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        """Keys and titles, in the order shown."""
        rows = value.select_related("document").all() if hasattr(value, "select_related") else value.all()
        return [{"uuid": str(row.document.translation_key), "title": row.document.title} for row in rows]


class InstitutionField(Field):
    """The institution whose front page it is."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Its key in `/api/v1/institutions/` and its slug."""
        return {"uuid": str(value.uuid), "slug": value.slug}


class ImageField(Field):
    """A picture as it is shown."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Address, size and alternative text."""
        shown = value.get_rendition("max-1600x1600")
        return {
            "url": shown.url,
            "width": shown.width,
            "height": shown.height,
            "alt": value.default_alt_text,
        }
