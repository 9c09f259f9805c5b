"""A person asks for what is stored about them, or that it be erased: what goes, what stays, what others hear."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder

from consultations.authors import Deposited, email_fingerprint
from consultations.errors import EmailInvalid
from consultations.events import Kind
from consultations.extension_points import PersonalRecord, SubmissionField
from consultations.ledger_checks import verify
from consultations.models import (
    Consultation,
    ContactDetail,
    ErasureAudit,
    LedgerEvent,
    Participant,
    Submission,
    SubmissionFieldValue,
)
from consultations.people import Person, PersonUnknown, person_by_account, person_by_email, person_by_receipt
from consultations.personal_data import PluginNotAsked
from consultations.selectors.personal_data import export_person
from consultations.selectors.submissions import submission_public
from consultations.services.deliver_outbox import deliver_outbox
from consultations.services.erase_person import AccountHasRoles, erase_person
from consultations.services.moderate import moderate
from consultations.services.verify_submission import verify_submission
from consultations.tokens import verify_token
from plugins.kernel import gate
from plugins.kernel.discovery import Discovery, Quarantined
from plugins.kernel.models import PluginTable
from plugins.kernel.registry import registry
from plugins.kernel.verdicts import Verdict
from tests.consultations.services.conftest import NOW
from tests.factories.record import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_plugin_tables")]

EMAIL = "ana@example.org"
NAMES = ("Ana Anastasova", "NGO Vardar")


@pytest.fixture
def ana(send):
    """A guest with three contributions: published, held back by nobody's word (unconfirmed), and hidden."""
    published = send("Public words.", email=EMAIL, name=NAMES[0]).submission
    verify_submission(verify_token(published.uuid), now=NOW)
    hidden = send("Hidden words.", email=EMAIL, name=NAMES[0]).submission
    verify_submission(verify_token(hidden.uuid), now=NOW)
    unconfirmed = send("Unconfirmed words.", email=EMAIL, name=NAMES[0]).submission
    return {"published": published, "hidden": hidden, "unconfirmed": unconfirmed}


@pytest.fixture
def hide(ana, place):
    moderate(
        submission_uuid=ana["hidden"].uuid,
        action="hide",
        public_reason={"mk": "Навреда."},
        reason_code="insult",
        actor=None,
        institution=place.institution,
        now=NOW,
    )


def erase(email=EMAIL, **how):
    return erase_person(person=person_by_email(email), actor=None, now=NOW, **how)


def again(submission):
    return Submission.objects.get(pk=submission.pk)


def faults(place):
    return list(verify(Consultation.objects.get(pk=place.consultation.pk)))


class TestFinding:
    def test_one_person_by_address_receipt_and_account(self, send, ana):
        by_email = person_by_email(f" {EMAIL.upper()} ")
        assert len(by_email.participants) == 2  # confirmed, and once more unconfirmed
        assert person_by_receipt(ana["unconfirmed"].receipt_number.lower()).participants == (
            Participant.objects.order_by("-pk")[0].pk,
        )
        user = UserFactory(email=EMAIL)
        account = send("With an account.", user=user).submission
        assert person_by_account(user.pk) == person_by_email(EMAIL)
        assert person_by_email(EMAIL).participants == (*by_email.participants, account.participant_id)
        assert person_by_receipt(account.receipt_number).user == user.pk

    def test_account_that_never_took_part(self):
        user = UserFactory(email=EMAIL)
        assert person_by_email(EMAIL) == Person(participants=(), user=user.pk)

    def test_nobody(self, ana):
        nobody = person_by_email("bob@example.org")
        assert (nobody.is_in_the_record, nobody) == (False, Person(participants=()))
        for find in (
            lambda: export_person(nobody),
            lambda: erase_person(person=nobody, actor=None),
            lambda: person_by_receipt("KV-2026-0000-0000"),
            lambda: person_by_receipt("nonsense"),
            lambda: person_by_account(0),
        ):
            with pytest.raises(PersonUnknown):
                find()
        with pytest.raises(EmailInvalid):
            person_by_email("ana")


class TestErasing:
    def test_identity_goes_and_the_public_record_stays(self, ana, hide, place):
        before = set(Participant.objects.values_list("uuid", flat=True))
        erased = erase()

        assert (erased.submissions, erased.texts, erased.account) == (3, 1, False)
        assert ContactDetail.objects.count() == 0
        assert before & set(Participant.objects.values_list("uuid", flat=True)) == set()
        assert {(row.display_name, row.organisation, row.erased_at) for row in Participant.objects.all()} == {
            ("", "", NOW)
        }
        public = submission_public(ana["published"].uuid)
        assert (public.text, public.author_name, public.author_organisation) == ("Public words.", "", "")
        assert again(ana["hidden"]).text == "Hidden words."
        assert (again(ana["hidden"]).author_name, again(ana["hidden"]).state) == ("", "hidden")
        assert faults(place) == []

    def test_text_that_was_never_public_goes_too(self, ana):
        erase()
        row = again(ana["unconfirmed"])
        assert (row.text, row.content_salt, row.state, row.author_name) == ("", "", "withdrawn", "")

    def test_text_of_which_the_public_saw_the_trace_alone_goes_too(self, ana, place, hide, send, plugin):
        plugin({"submission.check": lambda context: Verdict.hold("pre_moderation")})
        held = send("Held words.", email=EMAIL).submission
        verify_submission(verify_token(held.uuid), now=NOW)
        decision = {"reason_code": "spam", "actor": None, "institution": place.institution, "now": NOW}
        moderate(submission_uuid=held.uuid, action="hide", public_reason={"mk": "Не."}, **decision)
        assert again(held).published_at == NOW
        erase()
        assert (again(held).text, again(held).state) == ("", "withdrawn")
        assert again(ana["hidden"]).text == "Hidden words."
        assert faults(place) == []

    def test_texts_go_where_that_is_asked_for(self, ana, hide, place):
        erased = erase(with_texts=True)

        assert erased.texts == 3
        assert set(Submission.objects.values_list("text", "content_salt", "state")) == {("", "", "withdrawn")}
        public = submission_public(ana["published"].uuid)
        assert (public.text, public.is_published) == ("", False)
        assert faults(place) == []

    def test_nothing_of_the_person_is_left_in_the_database(self, send, place):
        # A first name that no random salt can happen to hold.
        user = UserFactory(email=EMAIL, first_name="Ана", last_name="Anastasova")
        send("Words.", user=user, name=NAMES[0], idempotency_key="once")
        erase()
        row = Submission.objects.get()
        assert (row.request_hash, row.idempotency_hash, row.participant.user_id) == ("", None, None)
        assert not type(user).objects.filter(pk=user.pk).exists()
        dump = StringIO()
        call_command("dumpdata", "consultations", "accounts", stdout=dump)
        told = json.dumps(json.loads(dump.getvalue()), ensure_ascii=False)
        assert [word for word in (EMAIL, "Ана", "Anastasova") if word in told] == []

    def test_others_are_untouched(self, send, ana):
        other = send("Other words.", name="Bob").submission
        erase(with_texts=True)
        assert (again(other).text, again(other).author_name) == ("Other words.", "Bob")

    def test_form_fields_go_and_the_text_can_still_be_verified(self, plugin, send, place, monkeypatch):
        field = SubmissionField(name="street", kind="text", label="Street")
        plugin({"submission.fields": lambda context: [field]})
        monkeypatch.setattr(gate, "_activation", lambda scope: frozenset({"probe"}))
        row = send("Words.", email=EMAIL, fields={"probe.street": "Главна"}).submission
        verify_submission(verify_token(row.uuid), now=NOW)
        erase()
        assert SubmissionFieldValue.objects.count() == 0
        assert (again(row).text, again(row).fields_salt) == ("Words.", "")
        assert faults(place) == []
        Submission.objects.update(text="Other words.")
        assert [fault.what for fault in faults(place)] == ["the text of submission 1 was changed"]

    def test_ledger_says_that_and_not_whose(self, ana):
        erase(with_texts=True)
        entry = LedgerEvent.objects.get(kind=Kind.PERSON_ERASED)
        assert (entry.subject, entry.payload, entry.actor) == (None, {"texts": True}, "system")

    def test_plugins_and_search_hear_of_each_submission(self, ana, told):
        erase()
        assert [(event.kind, event.submission) for event in told] == [
            (Kind.SUBMISSION_WITHDRAWN, ana["unconfirmed"].uuid),
            *((Kind.SUBMISSION_ERASED, ana[which].uuid) for which in ("published", "hidden", "unconfirmed")),
        ]

    def test_nobody_is_written_to_afterwards(self, ana, mailoutbox):
        erase()
        while deliver_outbox(now=NOW):
            continue
        assert mailoutbox == []

    def test_erasure_is_noted_without_saying_whose(self, ana, place):
        erase_person(person=person_by_email(EMAIL), actor=place.official, now=NOW)
        audit = ErasureAudit.objects.get()
        assert (audit.at, audit.actor, audit.with_texts) == (NOW, f"staff:{place.official.pk}", False)
        # Two addresses, two participants, three signatures, one text.
        assert audit.counts == {"core": 8}

    def test_twice_is_nobody(self, ana):
        erase()
        with pytest.raises(PersonUnknown):
            erase()
        assert ErasureAudit.objects.count() == 1

    def test_paper_is_found_by_its_receipt(self, send):
        row = send("A letter.", author=Deposited(entered_by=None, display_name="Ana"), channel="paper").submission
        erase_person(person=person_by_receipt(row.receipt_number), actor=None, now=NOW)
        assert (again(row).author_name, again(row).text) == ("", "A letter.")

    @pytest.mark.parametrize("role", ["group", "is_staff", "is_superuser"])
    def test_account_with_roles_is_not_erased(self, send, role):
        user = UserFactory(email=EMAIL, **({} if role == "group" else {role: True}))
        if role == "group":
            user.groups.add(Group.objects.create(name="moderators"))
        row = send("Words.", user=user, name="Ana").submission
        with pytest.raises(AccountHasRoles):
            erase()
        assert again(row).author_name == "Ana"


class TestPlugins:
    def test_plugin_is_asked_on_or_off_in_the_same_transaction(self, ana, plugin):
        asked = []
        plugin({"personal_data.erase": lambda person: asked.append(person) or 4})
        participants = set(Participant.objects.values_list("uuid", flat=True))

        assert erase().counts == {"core": 8, "probe": 4}
        (person,) = asked
        assert set(person.participants) == participants
        assert set(person.submissions) == {row.uuid for row in ana.values()}
        assert (person.institution, person.user) == (None, None)

    @pytest.mark.parametrize("answer", [lambda person: 1 / 0, lambda person: "many"])
    def test_plugin_that_fails_undoes_all_of_it_and_is_named(self, ana, plugin, answer):
        plugin({"personal_data.erase": answer})
        with pytest.raises(PluginNotAsked) as refused:
            erase(with_texts=True)
        assert "“probe”" in refused.value.message
        assert again(ana["published"]).author_name == NAMES[0]
        assert again(ana["published"]).text == "Public words."
        assert ContactDetail.objects.count() == 2
        assert ErasureAudit.objects.count() == 0
        assert not LedgerEvent.objects.filter(kind=Kind.PERSON_ERASED).exists()

    def test_plugin_in_quarantine_is_named_and_can_be_left_out(self, ana):
        with registry.using(Discovery(quarantined=(Quarantined("ghost", "ghost 1.0", "broken"),))):
            with pytest.raises(PluginNotAsked) as refused:
                erase()
            assert "“ghost”" in refused.value.message
            assert erase(without=["ghost"]).submissions == 3

    def test_somebody_whom_only_a_plugin_knows_by_their_address_is_reached(self, place, plugin):
        asked = []
        record = PersonalRecord(kind="probe.registration", values={"hearing": "Benches"})
        plugin(
            {
                "personal_data.export": lambda person: [record],
                "personal_data.erase": lambda person: asked.append(person) or 1,
            }
        )
        stored = export_person(person_by_email("bob@example.org"))
        assert stored["plugins"] == {"probe": [{"kind": "probe.registration", "values": {"hearing": "Benches"}}]}
        assert (stored["account"], stored["participants"]) == (None, [])
        assert erase("bob@example.org").counts == {"core": 0, "probe": 1}
        assert asked[0].address_fingerprints == (email_fingerprint("bob@example.org"),)

    def test_tables_that_a_package_left_behind_are_named_and_can_be_left_out(self, ana):
        PluginTable.objects.create(plugin="ghost", app_label="ghost", table="ghost_answer")
        for ask in (erase, lambda: export_person(person_by_email(EMAIL))):
            with pytest.raises(PluginNotAsked) as refused:
                ask()
            assert "“ghost”" in refused.value.message
            assert "its tables are there" in refused.value.message
        assert erase(without=["ghost"]).submissions == 3


class TestExporting:
    def test_everything_is_handed_out(self, ana, hide, plugin):
        plugin({"personal_data.export": lambda person: [PersonalRecord(kind="probe.vote", values={"for": "A"})]})
        stored = json.loads(json.dumps(export_person(person_by_email(EMAIL)), cls=DjangoJSONEncoder))

        assert stored["account"] is None
        assert [row["contact"]["email"] for row in stored["participants"]] == [EMAIL, EMAIL]
        assert [row["text"] for row in stored["submissions"]] == [
            "Public words.",
            "Hidden words.",
            "Unconfirmed words.",
        ]
        assert [row["receipt_number"] for row in stored["submissions"]] == [
            row.receipt_number for row in ana.values()
        ]
        assert stored["submissions"][1]["decisions"][0]["reasons"] == {"mk": "Навреда."}
        assert stored["plugins"] == {"probe": [{"kind": "probe.vote", "values": {"for": "A"}}]}

    def test_account_without_its_password(self, send):
        user = UserFactory(email=EMAIL, password="secret")
        send("Words.", user=user)
        stored = export_person(person_by_account(user.pk))
        assert stored["account"]["email"] == EMAIL
        assert "password" not in stored["account"]

    @pytest.mark.parametrize("answer", [lambda person: 1 / 0, lambda person: ["a text"]])
    def test_what_would_be_incomplete_is_not_handed_out(self, ana, plugin, answer):
        plugin({"personal_data.export": answer})
        with pytest.raises(PluginNotAsked, match="plugin_not_asked"):
            export_person(person_by_email(EMAIL))


class TestCommand:
    def run(self, *arguments):
        out = StringIO()
        call_command("person", *arguments, stdout=out)
        return out.getvalue()

    def test_export_is_json(self, ana):
        assert len(json.loads(self.run("export", "--email", EMAIL))["submissions"]) == 3

    def test_erase_says_first_what_it_would_do(self, ana):
        assert "3 submissions, and no account. Add --yes" in self.run("erase", "--email", EMAIL)
        assert ContactDetail.objects.count() == 2
        assert "Erased the identity behind 3 submissions, 1 texts, no account.\n  core: 8\n" in self.run(
            "erase", "--email", EMAIL, "--yes"
        )
        assert ContactDetail.objects.count() == 0

    def test_texts_and_receipt(self, ana):
        receipt = ana["published"].receipt_number
        self.run("erase", "--receipt", receipt, "--with-texts", "--yes")
        assert again(ana["published"]).text == ""
        assert again(ana["unconfirmed"]).text == "Unconfirmed words."  # not known to be the same person's

    @pytest.mark.parametrize("whom", [("--email", "bob@example.org"), ("--account", "0"), ("--receipt", "x")])
    def test_nobody_is_an_error(self, whom):
        with pytest.raises(CommandError, match="Nobody is known by this"):
            self.run("export", *whom)

    def test_failing_plugin_is_named(self, ana, plugin):
        plugin({"personal_data.erase": lambda person: 1 / 0})
        with pytest.raises(CommandError, match="“probe” could not be asked \\(ZeroDivisionError\\)"):
            self.run("erase", "--email", EMAIL, "--yes")
