"""What stands below a contribution: how many support it, the button, reply, and the way to the replies.

Put together here and not by templates: a page of threads has up to two hundred of them, and they would take
a third of its time.
"""

from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from plugins.bundled.threads.reading import Row
from plugins.bundled.threads.visiting import visitor_of

_CACHE = "_threads_controls"
_NOTHING = SafeString("")


class Controls:
    """The controls of one page. `page_url` is where its forms lead back to."""

    def __init__(self, request: HttpRequest, page_url: str) -> None:
        self._request = request
        self._visitor = visitor_of(request)
        self._page_url = page_url
        self._take_part: dict[UUID, str] = {}

    @cached_property
    def _token(self) -> str:
        return get_token(self._request)

    def below(self, row: Row) -> SafeString:
        """All of them, for one contribution."""
        is_open = self._visitor.finds_open(row.consultation)
        reply = self._reply(row) if is_open and row.visible else _NOTHING
        replies = self._replies(row) if row.reply_count else _NOTHING
        return format_html("{}{}{}", self.support(row), reply, replies)

    def support(self, row: Row, refused: str = "") -> SafeString:
        """How many support it and the button, which replaces itself where htmx is there.

        `refused` says why what was just asked for was not done.
        """
        is_open = self._visitor.finds_open(row.consultation)
        button = self._button(row) if is_open and row.visible and not row.own else _NOTHING
        return format_html(
            '<div class="meta" id="support-{}">{}<span class="number" id="support-count-{}">{}</span>{}</div>',
            row.submission,
            button,
            row.submission,
            _supporters(row.support_count, is_open and row.visible),
            format_html('<span class="field__error" role="alert">{}</span>', refused) if refused else _NOTHING,
        )

    def _button(self, row: Row) -> SafeString:
        if self._visitor.may_support:
            return self._form(row)
        return format_html(
            '<a class="button button--quiet button--small" href="{}" aria-describedby="support-count-{}">{}'
            '<span class="visually-hidden"> {}</span></a>',
            self._visitor.sign_in_url(f"s-{row.submission}"),
            row.submission,
            gettext("Support"),
            gettext("(sign in first)"),
        )

    def _form(self, row: Row) -> SafeString:
        address = reverse("threads:support", args=[row.submission])
        return format_html(
            '<form method="post" action="{}" hx-post="{}" hx-target="#support-{}" hx-swap="outerHTML">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="next" value="{}">'
            '<input type="hidden" name="supported" value="{}">'
            '<button class="button button--quiet button--small" id="support-button-{}" type="submit"'
            ' aria-describedby="support-count-{}">{}</button></form>',
            address,
            address,
            row.submission,
            self._token,
            self._page_url,
            "0" if row.supported else "1",
            row.submission,
            row.submission,
            gettext("Take back my support") if row.supported else gettext("Support"),
        )

    def _reply(self, row: Row) -> SafeString:
        if row.consultation not in self._take_part:
            self._take_part[row.consultation] = reverse("record:take_part", args=[row.consultation])
        address = self._take_part[row.consultation]
        return format_html(
            '<a href="{}?parent={}" aria-describedby="s-{}-by">{}</a>',
            address,
            row.submission,
            row.submission,
            gettext("Reply"),
        )

    def _replies(self, row: Row) -> SafeString:
        words = ngettext("%(counter)s reply", "%(counter)s replies", row.reply_count)
        return format_html(
            '<a href="{}">{}</a>',
            reverse("threads:thread", args=[row.submission]),
            words % {"counter": row.reply_count},
        )


def controls_of(request: HttpRequest) -> Controls:
    """The controls of the page that is asked for, kept with the request."""
    controls: Controls | None = getattr(request, _CACHE, None)
    if controls is None:
        controls = Controls(request, request.get_full_path())
        setattr(request, _CACHE, controls)
    return controls


def _supporters(number: int, is_open: bool) -> str:
    if not number:
        return gettext("Nobody supports this yet") if is_open else ""
    words = ngettext("%(counter)s person supports this", "%(counter)s people support this", number)
    return words % {"counter": number}
