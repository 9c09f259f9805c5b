"""The grounds a moderator may give for a decision, with starting texts. Data: `reasons.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plugins.api.texts import pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground. `texts` and `labels` map language codes to texts; `actions` are those it may be given for."""

    code: str
    actions: tuple[str, ...]
    labels: Mapping[str, str]
    texts: Mapping[str, str]

    def label_in(self, language: str) -> str:
        """Its name, in `language` or the nearest there is."""
        return pick(self.labels, language)

    def text_in(self, language: str) -> str:
        """Its starting text in exactly that language or script, or "" where there is none."""
        related = {"sr": "sr-latn"}.get(language, language)
        return self.texts.get(language) or self.texts.get(related, "")


@cache
def all_reasons() -> Mapping[str, Reason]:
    """Every ground, by code, in the order of the file."""
    data = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
    return {
        entry["code"]: Reason(
            code=entry["code"], actions=tuple(entry["actions"]), labels=entry["label"], texts=entry["text"]
        )
        for entry in data["reason"]
    }


def reasons_for(action: str) -> tuple[Reason, ...]:
    """The grounds for one action (publish, hide, remove, restore), in order."""
    return tuple(reason for reason in all_reasons().values() if action in reason.actions)


def label_of(code: str, language: str) -> str:
    """A ground's name; the code itself for one that is no longer offered."""
    reason = all_reasons().get(code)
    return reason.label_in(language) if reason else code
