"""What a plugin's page on the public site may say about itself."""

from uuid import UUID

from django.http import HttpRequest

__all__ = ["show_institution"]


def show_institution(request: HttpRequest, institution: UUID) -> None:
    """Frame the page as this institution's, with its name, colours and menu, whatever host it is read at."""
    request.shown_institution = institution  # type: ignore[attr-defined]
