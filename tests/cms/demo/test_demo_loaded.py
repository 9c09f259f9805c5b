"""The demo as `manage.py demo` leaves it."""

from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.demo.blocks import demo_uuid, provision_uid
from cms.demo.content_files import read_content
from cms.demo.load import load_demo
from cms.demo.people import PASSWORD, logins
from cms.pages.models import DocumentPage
from cms.tenancy.models import InstitutionProfile
from cms.tenancy.roles import roles_of
from consultations import clock
from consultations.models import (
    Consultation,
    Institution,
    LedgerEvent,
    ModerationDecision,
    Provision,
    ProvisionText,
    ResponseTarget,
    Submission,
    Version,
)
from consultations.states import consultation_state
from plugins.bundled.threads.models import Support, ThreadEntry


def _row_counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


# Loading takes half a minute on a quiet machine and several times that on a busy one.
@pytest.mark.timeout(600)
@pytest.mark.xdist_group("demo")
@pytest.mark.django_db
class TestLoadedDemo(TestCase):
    """Loaded once; what a test changes is rolled back after it."""

    content = read_content()

    @classmethod
    def setUpTestData(cls) -> None:
        output = StringIO()
        call_command("demo", stdout=output)
        cls.printed = output.getvalue()

    def test_second_run_adds_nothing_and_keeps_what_people_changed(self):
        page = Page.objects.get(translation_key=demo_uuid("page", "ogg-office"), locale__language_code="sq")
        Page.objects.filter(pk=page.pk).update(title="Changed by an editor")
        Institution.objects.filter(slug="ogg").update(contact_email="changed@example.org")
        get_user_model().objects.get(email="citizen@example.org").delete()
        before = _row_counts()

        again = load_demo()

        assert _row_counts() == before
        assert (again.institutions, sorted(again.kept)) == ([], ["jegunovce", "ogg"])
        assert Page.objects.get(pk=page.pk).title == "Changed by an editor"
        assert Institution.objects.get(slug="ogg").contact_email == "changed@example.org"

    def test_command_prints_what_it_made_and_the_log_ins(self):
        assert "3 documents, 3 consultations, 116 submissions" in self.printed
        assert PASSWORD in self.printed
        assert [
            login.email for login in logins(self.content.institutions) if login.email not in self.printed
        ] == []

    def test_every_log_in_works_and_holds_its_role(self):
        held = {
            login.email: authenticate(email=login.email, password=PASSWORD)
            for login in logins(self.content.institutions)
        }
        assert [email for email, user in held.items() if user is None] == []
        for institution in Institution.objects.all():
            for role in ("editor", "reviewer", "moderator", "official"):
                user = held[f"{role}.{institution.slug}@example.org"]
                assert roles_of(user) == {institution.pk: frozenset({role})}
        assert held["operator@example.org"].is_superuser
        assert not held["citizen@example.org"].is_staff

    def test_pages_are_live_in_every_language_of_their_institution(self):
        languages = {institution.key: set(institution.languages) for institution in self.content.institutions}
        keyed = [(page.key, page.institution) for page in self.content.pages if page.type != "home"]
        keyed += [
            (entry.key, entry.institution) for entry in (*self.content.documents, *self.content.consultations)
        ]
        for key, institution in keyed:
            pages = Page.objects.filter(translation_key=demo_uuid("page", key), live=True, alias_of=None)
            assert set(pages.values_list("locale__language_code", flat=True)) == languages[institution], key

    def test_translations_are_complete_and_kept_by_wagtail_localize(self):
        progress = {str(one.source): one.get_progress() for one in Translation.objects.select_related("source")}
        assert len(progress) > 20
        assert {name: done for name, done in progress.items() if done[0] != done[1]} == {}

    def test_provisions_have_one_uid_in_every_language(self):
        for key in ("kosovo-strategy", "jegunovce-strategy", "jegunovce-support-rules"):
            pages = DocumentPage.objects.filter(translation_key=demo_uuid("page", key))
            ids = {tuple(block.id for block in page.body) for page in pages}
            assert len(pages) == 3
            assert len(ids) == 1

    def test_record_says_every_provision_in_every_language(self):
        for document in self.content.documents:
            version = Version.objects.get(document__uuid=demo_uuid("page", document.key))
            assert set(version.languages) == set(document.titles)
            assert version.titles == dict(document.titles)
            said = {
                (text.provision.uid, text.language): (text.heading, text.is_fallback, text.text)
                for text in ProvisionText.objects.filter(provision__version=version).select_related("provision")
            }
            assert len(said) == len(document.provisions) * len(document.titles)
            for provision in document.provisions:
                for language in document.titles:
                    heading, is_fallback, text = said[provision_uid(document.key, provision.key), language]
                    assert not is_fallback
                    assert heading == provision.headings.get(language, "")
                    for cell in (cell for row in provision.rows.get(language, []) for cell in row):
                        assert cell in text
                    assert provision.texts.get(language, "").split() == ([] if provision.rows else text.split())

    def test_jegunovce_strategy_has_eighteen_results_in_the_record(self):
        version = Version.objects.get(document__uuid=demo_uuid("page", "jegunovce-strategy"))
        assert Provision.objects.filter(version=version, kind="result").count() == 18

    def test_consultations_are_open_closed_and_answered(self):
        states = {
            entry.key: str(
                consultation_state(Consultation.objects.get(uuid=demo_uuid("page", entry.key)), clock.now())
            )
            for entry in self.content.consultations
        }
        assert states == {entry.key: entry.state for entry in self.content.consultations}
        for entry in self.content.consultations:
            row = Consultation.objects.get(uuid=demo_uuid("page", entry.key))
            assert row.titles == dict(entry.titles)
            assert row.summaries == dict(entry.summaries)

    def test_submissions_stand_as_the_content_says(self):
        written = [s for entry in self.content.consultations for s in entry.submissions]
        assert Submission.objects.count() == len(written) >= 80
        assert Counter(Submission.objects.values_list("state", flat=True)) == Counter(s.state for s in written)
        assert Submission.objects.filter(parent__isnull=False).count() == sum(1 for s in written if s.parent)
        assert set(Submission.objects.values_list("language", flat=True)) == {"sq", "sr", "sr-latn", "mk", "en"}
        assert not Submission.objects.filter(submitted_at__gt=clock.now()).exists()

    def test_one_submission_is_removed_with_its_public_reason_in_every_language(self):
        removed = Submission.objects.get(state="removed")
        decision = ModerationDecision.objects.get(submission=removed, action="remove")
        assert set(decision.public_reasons) == set(removed.institution.languages)
        assert decision.reason_code

    def test_support_is_as_much_as_the_content_says(self):
        wanted = Counter(
            s.support for entry in self.content.consultations for s in entry.submissions if s.state == "published"
        )
        public = Submission.objects.filter(state="published").values_list("uuid", flat=True)
        assert (
            Counter(ThreadEntry.objects.filter(submission__in=public).values_list("support_count", flat=True))
            == wanted
        )
        assert Support.objects.count() == sum(support * count for support, count in wanted.items())

    def test_answered_consultation_has_an_answer_to_every_thread(self):
        entry = next(entry for entry in self.content.consultations if entry.state == "answered")
        threads = Submission.objects.filter(
            consultation__uuid=demo_uuid("page", entry.key), parent=None, state="published"
        )
        answered = ResponseTarget.objects.filter(is_current=True).values_list("submission", flat=True)
        assert threads.exclude(pk__in=answered).count() == 0
        assert threads.count() > 10

    def test_ledger_verifies_and_tells_things_in_the_order_of_time(self):
        output = StringIO()
        call_command("ledger", "verify", stdout=output)
        assert output.getvalue().startswith("3 chains")
        for consultation in Consultation.objects.all():
            events = LedgerEvent.objects.filter(consultation=consultation).order_by("sequence")
            times = list(events.values_list("at", flat=True))
            assert times == sorted(times)
            assert times[-1] <= clock.now()

    def test_institutions_have_logos_colours_and_contacts(self):
        for institution in self.content.institutions:
            profile = InstitutionProfile.objects.select_related("institution", "logo").get(
                institution__slug=institution.slug
            )
            assert (profile.primary_colour, profile.accent_colour) == (
                institution.theme["primary"],
                institution.theme["accent"],
            )
            assert profile.logo.collection_id == profile.collection_id
            assert profile.institution.contact_email == institution.contact_email

    def test_database_constraints_hold_at_the_end(self):
        connection.check_constraints()
