"""Who may act for which institution, asked from below.

The record does not know how people are given roles; the room that does installs its answer. Until then
nobody has any.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from plugins.kernel import gate

__all__ = [
    "ADMINISTRATOR",
    "MODERATOR",
    "OFFICIAL",
    "given_roles",
    "has_role",
    "install",
    "install_given",
    "institutions_with",
]

ADMINISTRATOR = "administrator"
MODERATOR = "moderator"
OFFICIAL = "official"

Answer = Callable[[Any, str], frozenset[UUID]]
Given = Callable[[Any], Mapping[UUID, frozenset[str]]]

_answer: Answer | None = None
_given: Given | None = None


def install(answer: Answer) -> None:
    """Set what is asked: a function from a user and a role to the institutions (uuid) where the user holds it."""
    global _answer
    _answer = answer


def install_given(given: Given) -> None:
    """Set what is asked: a function from a user to the roles that they were given, by institution."""
    global _given
    _given = given


def given_roles(user: Any) -> Mapping[UUID, frozenset[str]]:
    """The roles somebody was given, by institution, without those that a role brings along.

    Empty for the operator, who holds every role without being given any.
    """
    return {} if _given is None else _given(user)


def institutions_with(user: Any, role: str) -> frozenset[UUID]:
    """The institutions where the user holds the role; for the operator, who holds every role, all of them.

    Remembered for the request or task.
    """
    answer = _answer
    if answer is None:
        return frozenset()
    return gate.remembered(("institutions_with", user.pk, role), lambda: answer(user, role))


def has_role(user: Any, institution: UUID, role: str) -> bool:
    """Whether the user holds the role in the institution."""
    return institution in institutions_with(user, role)
