"""The pages of threads, as a visitor without JavaScript reads them."""

import datetime as dt
import html
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from consultations.states import SubmissionState
from plugins.bundled.threads.entries import follow
from tests.factories.record import (
    ConsultationFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)


def url(name, *args):
    with translation.override("en"):
        return reverse(f"threads:{name}", args=args)


def cards(response):
    """The uuids of the contributions on a page, in order."""
    return re.findall(r'<article class="submission[^"]*" id="s-([0-9a-f-]{36})"', response.content.decode())


def uuids(*submissions):
    return [str(submission.uuid) for submission in submissions]


def test_consultation_page_shows_all_contributions_newest_first_with_their_replies(client, consultation, version, speak):
    provision = version.provisions.first()
    old = speak(text="An old one")
    on_provision = speak(version=version, provision_uid=provision.uid, text="On an article")
    reply = speak(parent=old, text="A reply")
    response = client.get(url("consultation", consultation.uuid))
    assert cards(response) == uuids(on_provision, old, reply)
    assert "On an article" in response.content.decode()
