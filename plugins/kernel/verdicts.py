"""What a check may say: accept, hold for a person to look at, or refuse with a message."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Decision(IntEnum):
    """Ordered by weight: where several checks speak, the heaviest decides."""

    ACCEPT = 0
    HOLD = 1
    REFUSE = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """A check's answer.

    `message` is for the person who is refused (translated by the check); `reason` is a short code for
    staff, never a person's words. `plugin` is filled in by the kernel.
    """

    decision: Decision
    message: str = ""
    reason: str = ""
    plugin: str = ""

    def __post_init__(self) -> None:
        if self.decision is Decision.REFUSE and not str(self.message).strip():
            raise ValueError("a refusal needs a message for the person")

    @classmethod
    def accept(cls) -> "Verdict":
        """Nothing to object."""
        return cls(Decision.ACCEPT)

    @classmethod
    def hold(cls, reason: str = "") -> "Verdict":
        """Store it, and let a person look before it is public."""
        return cls(Decision.HOLD, reason=reason)

    @classmethod
    def refuse(cls, message: str, reason: str = "") -> "Verdict":
        """Do not store it; tell the person why."""
        return cls(Decision.REFUSE, message=message, reason=reason)


def heaviest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that decides: the first of the heaviest; accept where there is none."""
    return max(verdicts, key=lambda verdict: verdict.decision, default=Verdict.accept())
