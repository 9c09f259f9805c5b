"""How many queries pages of threads take, and that more contributions take no more."""

import datetime as dt
import hashlib
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from consultations.models import ModerationDecision, Response, ResponseTarget, Submission
from plugins.bundled.threads.entries import rebuild
from plugins.bundled.threads.models import Support
from tests.factories.record import ParticipantFactory

PAGE_LIMIT = 12
API_LIMIT = 8


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def fill(consultation, version, participant):
    """So many threads: on provisions in turn, every second with a reply, some answered, removed, supported."""

    def filled(threads):
        author = ParticipantFactory()
        provisions = [*version.provisions.values_list("uid", flat=True), None]
        start = timezone.now() - dt.timedelta(days=6)
        common = {
            "institution": consultation.institution,
            "consultation": consultation,
            "participant": author,
            "language": "mk",
            "content_salt": "00" * 16,
            "content_hash": hashlib.sha256(b"").hexdigest(),
            "channel": "site",
        }

        def row(number, **about):
            at = start + dt.timedelta(minutes=number)
            defaults = {"state": "published", "text": f"Text {number}"}
            return Submission(
                uuid=uuid4(),
                receipt_number=f"KV-Q-{number:07d}",
                number=number,
                submitted_at=at,
                published_at=at,
                **common | defaults | about,
            )

        consultation.submissions_received = 2 * threads
        consultation.save()
        roots = Submission.objects.bulk_create(
            row(
                number,
                version=version if provisions[number % 4 - 1] else None,
                provision_uid=provisions[number % 4 - 1],
                state="removed" if number % 5 == 0 else "published",
            )
            for number in range(1, threads + 1)
        )
        Submission.objects.bulk_create(
            row(threads + number, parent=root, root=root, version=root.version, provision_uid=root.provision_uid)
            for number, root in enumerate(roots[::2], start=1)
        )
        response = Response.objects.create(
            consultation=consultation, outcome="accepted", reasons={"mk": "Да."}, published_at=timezone.now()
        )
        ResponseTarget.objects.bulk_create(
            ResponseTarget(response=response, submission=root) for root in roots[::3]
        )
        ModerationDecision.objects.bulk_create(
            ModerationDecision(
                submission=root,
                action="remove",
                reason_code="insult",
                public_reasons={"mk": "Навреда."},
                decided_at=timezone.now(),
            )
            for root in roots
            if root.state == "removed"
        )
        Support.objects.bulk_create(
            Support(submission=root.uuid, participant=participant.uuid, created_at=start) for root in roots[::4]
        )
        rebuild()

    return filled


def queries(client, address):
    """How many queries the second visit takes: the first fills caches of the process."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


@pytest.fixture
def addresses(consultation, version):
    def of():
        provision = version.provisions.first().uid
        talked_about = Submission.objects.filter(replies__isnull=False).first().uuid
        thread = reverse("threads:consultation", args=[consultation.uuid])
        api = reverse("threads_api:consultation", args=[consultation.uuid])
        pages = [
            thread,
            f"{thread}?sort=supported",
            f"{thread}?about=whole",
            reverse("threads:parts", args=[consultation.uuid]),
            reverse("threads:version", args=[version.uuid]),
            reverse("threads:provision", args=[version.uuid, provision]),
            reverse("threads:thread", args=[talked_about]),
            reverse("record:consultation", args=[consultation.uuid]),
            reverse("record:version", args=[version.document.uuid, 1]),
        ]
        lists = [
            api,
            f"{api}?sort=supported",
            reverse("threads_api:version", args=[version.uuid]),
            reverse("threads_api:provision", args=[version.uuid, provision]),
            reverse("threads_api:replies", args=[talked_about]),
        ]
        return pages, lists

    return of


@pytest.mark.parametrize("reader", ["visitor", "account"])
def test_pages_take_the_same_few_queries_at_4_and_at_300(client, participant, fill, addresses, reader):
    if reader == "account":
        client.force_login(participant.user)
    counts = {}
    for threads in (4, 300):
        Submission.objects.filter(root__isnull=False).delete()
        ModerationDecision.objects.all().delete()
        ResponseTarget.objects.all().delete()
        Submission.objects.all().delete()
        fill(threads)
        pages, lists = addresses()
        counts[threads] = [
            [queries(client, address) for address in pages],
            [queries(client, address) for address in lists],
        ]
        cache.clear()
    assert counts[4] == counts[300]
    pages, lists = counts[300]
    allowed = PAGE_LIMIT if reader == "visitor" else PAGE_LIMIT + 3
    assert max(pages) <= allowed, pages
    assert pages[0] <= PAGE_LIMIT
    assert max(lists) <= API_LIMIT, lists
