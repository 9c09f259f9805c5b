"""Handlers of a plugin that fails at every point. The words of its errors quote a person, as real ones do."""

from django.db import ProgrammingError
from kuvend_dummy.models import Note

SECRET = "what a person wrote: 044 123 456"


def fail(context):
    """At any point: raise."""
    raise RuntimeError(SECRET)


def write_and_fail(event):
    """In the core's transaction: leave something half done, then raise."""
    Note.objects.create(institution=event.institution, word="half")
    raise RuntimeError(SECRET)


def wrong_answer(context):
    """At a slot: a plain text, which is no safe HTML."""
    return "<script>alert(1)</script>"


def bad_query(context):
    """At a check: an error of the database, which nobody may swallow."""
    raise ProgrammingError(SECRET)
