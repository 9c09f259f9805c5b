"""Tokens with which a front end of its own shows a draft: signed, bound to one revision, short-lived."""

from datetime import timedelta

from django.core import signing
from wagtail.models import Revision

SALT = "kuvend.preview"
LIFETIME = timedelta(hours=24)


class PreviewInvalid(Exception):
    """Not a token of ours."""


class PreviewExpired(Exception):
    """A token of ours that is too old."""


def make_token(revision: Revision) -> str:
    """A token for one revision of one page, valid for LIFETIME."""
    return signing.dumps([int(revision.object_id), revision.pk], salt=SALT)


def read_token(token: str) -> tuple[int, int]:
    """The primary keys of page and revision. Raises PreviewInvalid, PreviewExpired."""
    try:
        page_id, revision_id = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.SignatureExpired:
        raise PreviewExpired from None
    except (signing.BadSignature, ValueError, TypeError):
        raise PreviewInvalid from None
    return page_id, revision_id
