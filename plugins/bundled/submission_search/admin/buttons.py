"""What search offers in the page editor."""

from django.urls import reverse

from plugins.api.extension_points import PageButtonContext


def more_like_this(context: PageButtonContext) -> str:
    """To what was written before on the same as the page's draft."""
    return reverse("submission_search_admin:similar", args=[context.page])
