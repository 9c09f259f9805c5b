"""Who reads a thread, and what they may do there; asked at most once in a request."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from plugins.api.participation import participant_of
from plugins.api.record import ConsultationRef, ConsultationState, is_open

_CACHE = "_threads_visitor"


class Visitor:
    """The person behind a request, as threads need to know them."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._open: dict[UUID, bool] = {}

    @cached_property
    def participant(self) -> UUID | None:
        """The participant, or None for a visitor and for an account that has not taken part yet."""
        return participant_of(self._request)

    @property
    def may_support(self) -> bool:
        """Whether support would be theirs: an account, or a guest with a confirmed address."""
        return self._request.user.is_authenticated or self.participant is not None

    def knows(self, consultations: Iterable[ConsultationRef]) -> None:
        """Note what a page has read already."""
        for consultation in consultations:
            self._open[consultation.uuid] = consultation.state == ConsultationState.OPEN

    def finds_open(self, consultation: UUID) -> bool:
        """Whether something can be sent to, or supported in, a consultation now."""
        if consultation not in self._open:
            self._open[consultation] = is_open(consultation)
        return self._open[consultation]

    def sign_in_url(self, anchor: str) -> str:
        """Where to sign in, and then come back to an element of this page (letters, digits and dashes)."""
        return self._sign_in + anchor

    @cached_property
    def _sign_in(self) -> str:
        return f"{reverse('account_login')}?{urlencode({'next': f'{self._request.get_full_path()}#'})}"


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor, kept with the request."""
    visitor: Visitor | None = getattr(request, _CACHE, None)
    if visitor is None:
        visitor = Visitor(request)
        setattr(request, _CACHE, visitor)
    return visitor
