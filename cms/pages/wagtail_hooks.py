"""What the pages' room adds to Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """A page's history says when the record refused it."""

    @actions.register_action("kuvend.record_refused")
    class RecordRefusedFormatter(LogFormatter):
        label = _("Not published")

        def format_message(self, log_entry: Any) -> str:
            """The reason the record gave."""
            return str(_("Not published: %(reason)s") % {"reason": log_entry.data.get("reason", "")})
