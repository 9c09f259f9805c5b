"""Texts that are kept in several languages, as {language code: text}."""

from consultations.translated import pick, pick_language

__all__ = ["pick", "pick_language"]
