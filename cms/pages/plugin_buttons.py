"""What plugins offer in the menu of the page editor."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.pages.places import plugin_scope
from consultations.activation.permissions import may_use
from consultations.extension_points import ADMIN_PAGE_BUTTON, PageButtonContext
from consultations.translated import pick

_BELOW_WAGTAILS = 80  # whose own end at 70


def plugin_buttons(page: Page, user: Any) -> Iterator[Button]:
    """The buttons of plugins that are on where the page is, as far as the person may have them.

    For somebody who may edit the page. A handler that fails leaves its button out.
    """
    language = get_language() or "en"
    scope = plugin_scope(page)
    context = PageButtonContext(
        institution=scope.institution, consultation=scope.consultation, page=page.pk, language=language
    )
    for place, loaded in enumerate(ADMIN_PAGE_BUTTON.contributions(scope)):
        options: Mapping[str, Any] = loaded.contribution.options
        if not may_use(user, loaded, scope.institution):
            continue
        if url := ADMIN_PAGE_BUTTON.ask(loaded, context, scope).value:
            yield Button(
                pick(options["label"], language),
                url,
                icon_name=str(options.get("icon") or "link"),
                attrs={"data-plugin": loaded.key},
                priority=_BELOW_WAGTAILS + place,
            )
