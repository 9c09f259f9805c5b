"""What a report counts, in which order it lists, and what its legal basis says."""

import datetime as dt

import pytest
from django.utils import timezone

from consultations.errors import NotFound, ReportNotYet
from consultations.selectors.report import consultation_report, report_groups
from tests.factories.record import (
    ConsultationFactory,
    InstitutionFactory,
    ModerationDecisionFactory,
    ResponseFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory(slug="ours")


@pytest.fixture
def version(institution):
    return VersionFactory(document__institution=institution, provisions=3)


@pytest.fixture
def consultation(institution, version):
    return ConsultationFactory(institution=institution, versions=[version], closed=True)


def provision(version, number):
    return version.provisions.get(number=str(number))


def on(consultation, version, number, **more):
    """A submission on one of the articles."""
    uid = provision(version, number).uid
    return SubmissionFactory(consultation=consultation, version=version, provision_uid=uid, **more)


def listed(report, **paging):
    return [[submission.number for submission in group.submissions] for group in report_groups(report, **paging)]


def test_report_is_refused_before_closing_and_of_cancelled(institution):
    open_one = ConsultationFactory(institution=institution)
    planned = ConsultationFactory(institution=institution, planned=True)
    cancelled = ConsultationFactory(institution=institution, closed=True, cancelled_at=timezone.now())
    for refused in (open_one, planned, cancelled):
        with pytest.raises(ReportNotYet):
            consultation_report(refused.uuid)


def test_report_of_institution_that_is_switched_off_is_not_found(consultation, institution):
    institution.is_active = False
    institution.save()
    with pytest.raises(NotFound):
        consultation_report(consultation.uuid)


def test_report_is_complete_once_answered(consultation):
    assert consultation_report(consultation.uuid).is_complete is False
    consultation.answered_at = timezone.now()
    consultation.save()
    assert consultation_report(consultation.uuid).is_complete is True


def test_figures_count_public_texts_by_what_they_are(consultation, version):
    first = on(consultation, version, 1, language="sq", author_organisation="Lëvizja")
    second = on(consultation, version, 1, channel="paper")
    SubmissionFactory(parent=first, language="sr-latn", channel="api")
    on(consultation, version, 2, state="removed")
    SubmissionFactory(consultation=consultation, state="held")
    SubmissionFactory(consultation=ConsultationFactory(closed=True))
    ResponseFactory(consultation=consultation, submissions=[second], outcome="noted")
    figures = consultation_report(consultation.uuid).figures
    assert (figures.published, figures.traces, figures.answerable, figures.answered) == (3, 1, 2, 1)
    assert figures.languages == {"mk": 1, "sq": 1, "sr-latn": 1}
    assert figures.channels == {"api": 1, "paper": 1, "site": 1}
    assert figures.authors == {"individual": 2, "organisation": 1}
    assert figures.outcomes == {"noted": 1, "unanswered": 1}


def test_figures_count_the_answer_in_force_alone(consultation):
    submission = SubmissionFactory(consultation=consultation)
    former = ResponseFactory(consultation=consultation, submissions=[submission], outcome="not_accepted")
    former.targets.update(is_current=False)
    ResponseFactory(consultation=consultation, submissions=[submission], outcome="accepted")
    assert consultation_report(consultation.uuid).figures.outcomes == {"accepted": 1}


def test_order_is_whole_then_document_then_provisions_then_threads(consultation, version):
    on(consultation, version, 2)  # 1
    thread = on(consultation, version, 1)  # 2
    SubmissionFactory(consultation=consultation, version=version)  # 3: on the document
    on(consultation, version, 1)  # 4
    SubmissionFactory(consultation=consultation)  # 5: on the whole
    SubmissionFactory(parent=thread)  # 6
    report = consultation_report(consultation.uuid)
    assert listed(report) == [[5], [3], [2, 6, 4], [1]]
    headings = [place.provision.number if place.provision else None for place in report.places]
    assert headings == [None, None, "1", "2"]
    assert [place.version.number if place.version else None for place in report.places] == [None, 1, 1, 1]
    assert [place.published for place in report.places] == [1, 1, 3, 1]


def test_documents_come_in_the_order_of_the_consultation(institution):
    versions = VersionFactory.create_batch(2, document__institution=institution)
    consultation = ConsultationFactory(institution=institution, versions=versions[::-1], closed=True)
    for version in versions:
        on(consultation, version, 1)
    assert listed(consultation_report(consultation.uuid)) == [[2], [1]]


def test_pages_cut_a_place_and_say_so(consultation, version):
    for number in (1, 1, 1, 2, 2):
        on(consultation, version, number)
    report = consultation_report(consultation.uuid)
    assert report.pages(2) == 3
    assert [listed(report, page=page, size=2) for page in (1, 2, 3, 4)] == [[[1, 2]], [[3], [4]], [[5]], []]
    continued = [[group.is_continued for group in report_groups(report, page, 2)] for page in (1, 2, 3)]
    assert continued == [[False], [True, False], [True]]
    assert [place.page(2) for place in report.places] == [1, 2]


def test_removed_text_is_not_in_the_report_and_its_reason_is(consultation):
    removed = SubmissionFactory(consultation=consultation, state="removed", text="unspeakable")
    ModerationDecisionFactory(submission=removed)
    (group,) = report_groups(consultation_report(consultation.uuid))
    (shown,) = group.submissions
    assert (shown.text, shown.author_name) == ("", "")
    assert shown.moderation[0].public_reasons["en"] == "An insult."


def test_report_without_submissions_has_one_empty_page(consultation):
    report = consultation_report(consultation.uuid)
    assert (report.pages(), report.places, report_groups(report)) == (1, (), ())
    assert report.figures.outcomes == {}


@pytest.mark.parametrize("count", [3, 40])
def test_report_takes_as_many_queries_for_many_as_for_few(consultation, version, count, django_assert_num_queries):
    for number in range(count):
        on(consultation, version, number % 3 + 1)
    with django_assert_num_queries(5):
        report = consultation_report(consultation.uuid)
    with django_assert_num_queries(4):
        report_groups(report)


def legal(opened, closed, answered=None, rule_set="rs"):
    """The legal basis of a consultation with these dates in Belgrade."""
    institution = InstitutionFactory(time_zone="Europe/Belgrade")
    consultation = ConsultationFactory(
        institution=institution, rule_set=rule_set, opens_at=opened, closes_at=closed, answered_at=answered
    )
    now = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    return consultation_report(consultation.uuid, now=now).legal


OPENED = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_legal_basis_kept_and_not_kept():
    kept = legal(OPENED, OPENED + dt.timedelta(days=21), OPENED + dt.timedelta(days=30))
    assert (kept.opening.count, kept.opening.unit) == (20, "days")
    assert kept.earliest_closing.isoformat() == "2026-03-22T23:59:00+01:00"
    assert kept.response_due.isoformat() == "2026-04-07T23:59:00+02:00"
    assert (kept.opening_kept, kept.response_kept, kept.is_verified) == (True, True, False)
    missed = legal(OPENED, OPENED + dt.timedelta(days=19), OPENED + dt.timedelta(days=60))
    assert (missed.opening_kept, missed.response_kept) == (False, False)


def test_legal_basis_unanswered_after_its_date_is_not_kept():
    assert legal(OPENED, OPENED + dt.timedelta(days=21)).response_kept is False


def test_legal_basis_that_sets_no_date_judges_none():
    basis = legal(OPENED, OPENED + dt.timedelta(days=3), rule_set="xk-ngo-funding")
    assert (basis.opening, basis.opening_kept, basis.response_due, basis.response_kept) == (None,) * 4
    assert "04/2017" in basis.source


def test_legal_basis_of_a_rule_set_that_is_gone_keeps_its_code():
    basis = legal(OPENED, OPENED + dt.timedelta(days=30), rule_set="repealed")
    assert (basis.rule_set, basis.source, basis.opening) == ("repealed", "", None)
