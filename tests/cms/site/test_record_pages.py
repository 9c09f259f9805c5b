import datetime as dt
import re

import pytest
from django.utils import timezone

from consultations.models import Provision
from consultations.states import SubmissionState
from tests.factories.record import (
    ConsultationFactory,
    InstitutionFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def text_of(response):
    """The words of the page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", body(response)).split())


def test_consultation_page_open_tells_exact_closing_and_what_remains(client, consultation):
    # Seconds are told where they are not 0.
    consultation.closes_at = (timezone.now() + dt.timedelta(days=3, minutes=5)).replace(second=7)
    consultation.save()
    response = client.get(f"/en/consultations/{consultation.uuid}/")
    assert response.status_code == 200
    text = text_of(response)
    local = consultation.closes_at.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert "3 days left" in text
    assert f"{local:%H:%M:%S}" in text
    assert f'href="/en/consultations/{consultation.uuid}/take-part/"' in body(response)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"opens_at": 5, "closes_at": 40}, "Opens in 4 days"),
        ({"opens_at": -40, "closes_at": -5}, "The institution now answers every contribution"),
        ({"opens_at": -40, "closes_at": -5, "answered_at": -1}, "Every contribution has been answered"),
        ({"opens_at": -40, "closes_at": 5, "cancelled_at": -1}, "Cancelled on"),
    ],
)
def test_consultation_page_other_states_say_what_comes_next(client, consultation, changes, expected):
    for name, days in changes.items():
        setattr(consultation, name, timezone.now() + dt.timedelta(days=days))
    consultation.save()
    response = client.get(f"/en/consultations/{consultation.uuid}/")
    assert expected in text_of(response)
    assert "take-part/" not in body(response).partition("<main")[2].partition("</main")[0]


def test_consultation_page_counts_answered_of_answerable(client, consultation):
    roots = SubmissionFactory.create_batch(3, consultation=consultation)
    SubmissionFactory(parent=roots[0])
    ResponseFactory(submissions=[roots[0]])
    text = text_of(client.get(f"/en/consultations/{consultation.uuid}/"))
    assert "4 contributions so far" in text
    assert "1 of 3 answered" in text


def test_consultation_page_unknown_is_404_in_the_readers_language(client, db):
    response = client.get("/sq/consultations/00000000-0000-4000-8000-000000000000/")
    assert response.status_code == 404
    assert '<html lang="sq">' in body(response)


def test_document_page_shows_provisions_with_anchors_and_links(client, consultation, version):
    response = client.get(f"/en/documents/{version.document.uuid}/")
    page = body(response)
    for provision in Provision.objects.filter(version=version):
        assert f'id="p-{provision.uid}"' in page
        assert f"?version={version.uuid}&amp;provision={provision.uid}" in page
    assert "Heading 1 (en)" in text_of(response)
    assert page.count("Comment on this article") == 4


def test_document_page_offers_no_comment_link_when_nothing_is_open(client, version):
    assert "Comment on this" not in text_of(client.get(f"/en/documents/{version.document.uuid}/"))


def test_document_page_counts_contributions_of_each_provision(client, consultation, version):
    provision = version.provisions.get(number="2")
    SubmissionFactory.create_batch(2, consultation=consultation, version=version, provision_uid=provision.uid)
    page = body(client.get(f"/en/documents/{version.document.uuid}/"))
    section = page.partition(f'id="p-{provision.uid}"')[2].partition("</section>")[0]
    assert "2 contributions" in section


def test_document_page_marks_what_is_not_translated(client, institution):
    version = VersionFactory(document__institution=institution, languages=["mk"], provisions=1)
    page = body(client.get(f"/en/documents/{version.document.uuid}/"))
    assert "Not translated yet; shown in: Македонски" in page
    assert '<div class="provision__text" lang="mk">' in page


def test_document_page_earlier_version_says_so_and_leads_to_the_newest(client, version):
    newer = VersionFactory(document=version.document, provisions=1)
    response = client.get(f"/en/documents/{version.document.uuid}/versions/1/")
    assert "The newest is version 2." in text_of(response)
    assert f'href="/en/documents/{version.document.uuid}/versions/{newer.number}/"' in body(response)
    assert client.get(f"/en/documents/{version.document.uuid}/versions/3/").status_code == 404
    assert client.get(f"/en/documents/{version.document.uuid}/versions/{10**30}/").status_code == 404


def test_consultation_list_filters_by_state_and_institution(client, consultation):
    other = ConsultationFactory(closed=True, titles={"mk": "Друга", "en": "Another one"})
    assert "Another one" in text_of(client.get("/en/consultations/"))
    open_only = text_of(client.get("/en/consultations/?state=open"))
    assert ("Another one" in open_only, "Draft" in open_only) == (False, True)
    of_other = text_of(client.get(f"/en/consultations/?institution={other.institution.slug}"))
    assert "Another one" in of_other
    assert f"/en/consultations/{consultation.uuid}/" not in of_other


def test_consultation_list_empty_is_said_honestly(client, db):
    assert "There has been no consultation yet." in text_of(client.get("/en/consultations/"))
    assert "No consultation fits these filters." in text_of(client.get("/en/consultations/?state=open"))


@pytest.mark.parametrize("query", ["state=nonsense", "institution=nobody", "state=open&state=closed"])
def test_consultation_list_unknown_filters_do_no_harm(client, consultation, query):
    assert client.get(f"/en/consultations/?{query}").status_code == 200


def test_consultation_list_foreign_cursor_starts_anew(client, db):
    response = client.get("/en/consultations/?cursor=zzz")
    assert (response.status_code, response["Location"]) == (302, "/en/consultations/")


def test_consultation_list_pages_follow_each_other(client, institution):
    for days in range(23):
        ConsultationFactory(institution=institution, opens_at=timezone.now() - dt.timedelta(days=days + 1))
    first = body(client.get("/en/consultations/"))
    cursor = re.search(r'rel="next" href="\?cursor=([^"]+)"', first)[1]
    second = body(client.get(f"/en/consultations/?cursor={cursor}"))
    row = re.compile(r'class="row__title" href="([^"]+)"')
    assert (len(row.findall(first)), len(row.findall(second))) == (20, 3)
    assert not set(row.findall(first)) & set(row.findall(second))


def test_submission_page_shows_text_response_and_language(client, consultation):
    submission = SubmissionFactory(consultation=consultation, text="Предлог за заменик.", language="mk")
    ResponseFactory(submissions=[submission], reasons={"mk": "Ќе се додаде.", "en": "It will be added."})
    response = client.get(f"/en/submissions/{submission.uuid}/")
    assert 'dir="auto" lang="mk"><p>Предлог за заменик.</p>' in body(response)
    assert "It will be added." in text_of(response)


def test_submission_page_removed_leaves_a_trace_with_its_reason(client, consultation):
    submission = SubmissionFactory(consultation=consultation, state=SubmissionState.REMOVED, text="SECRET WORDS")
    ModerationDecisionFactory(submission=submission, action="remove", public_reasons={"en": "It names a child."})
    response = client.get(f"/en/submissions/{submission.uuid}/")
    assert "SECRET WORDS" not in body(response)
    assert "This contribution has been removed by a moderator." in text_of(response)
    assert "It names a child." in text_of(response)


@pytest.mark.parametrize("state", ["received", "unverified", "held"])
def test_submission_page_of_what_was_never_public_is_404(client, consultation, state):
    submission = SubmissionFactory(consultation=consultation, state=state, published_at=None)
    assert client.get(f"/en/submissions/{submission.uuid}/").status_code == 404


def test_submission_page_hostile_text_is_escaped(client, consultation, hostile):
    submission = SubmissionFactory(
        consultation=consultation, text=hostile, author_name=hostile, author_organisation=hostile
    )
    page = body(client.get(f"/en/submissions/{submission.uuid}/"))
    assert "<script>alert" not in page
    assert "<b onmouseover" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


def test_institutions_page_lists_active_ones_with_contacts(client, institution):
    InstitutionFactory(slug="gone", is_active=False)
    response = client.get("/sq/institutions/")
    assert "Komuna jegunovce" in text_of(response)
    assert 'href="/sq/jegunovce/"' in body(response)
    assert "gone" not in text_of(response)
    assert "contact@jegunovce.example.org" in text_of(response)


def test_institutions_page_leads_to_a_language_the_institution_has(client, institution):
    assert 'href="/mk/jegunovce/"' in body(client.get("/sr/institutions/"))


@pytest.mark.parametrize("topic", ["take-part", "accessibility", "privacy"])
def test_help_pages_exist(client, db, topic):
    assert client.get(f"/en/help/{topic}/").status_code == 200


def test_help_page_unknown_is_404(client, db):
    assert client.get("/en/help/magic/").status_code == 404
