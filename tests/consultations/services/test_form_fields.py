"""Form fields of plugins: what is asked, what is taken, and what it is stored and committed to as."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consultations.authors import Deposited
from consultations.errors import IdempotencyMismatch
from consultations.extension_points import SubmissionField, SubmissionFieldsContext
from consultations.form_fields.declaring import asked_fields
from consultations.form_fields.entering import given_values, judged
from consultations.form_fields.refusals import FieldsRefused
from consultations.ledger_checks import verify
from consultations.models import Consultation, Submission, SubmissionFieldValue
from consultations.services.verify_submission import verify_submission
from consultations.tokens import verify_token
from plugins.kernel.models import PluginFailure
from plugins.kernel.verdicts import Verdict

SETTLEMENT = SubmissionField(
    name="settlement",
    kind="choice",
    label="Settlement",
    required=True,
    choices=(("jegunovce", "Јегуновце"), ("vratnica", "Вратница")),
)
AGE = SubmissionField(name="age", kind="int", label="Age", minimum=16, maximum=120, is_public=False)
TOPICS = SubmissionField(
    name="topics", kind="choices", label="Topics", choices=(("roads", "Roads"), ("water", "Water"), ("air", "Air"))
)
STREET = SubmissionField(name="street", kind="text", label="Street", max_length=10)
SINCE = SubmissionField(name="since", kind="date", label="Living here since")
OWNER = SubmissionField(name="owner", kind="bool", label="I own land here")
FAILS = format_lazy("At least {least}")
EVERYTHING = [SETTLEMENT, AGE, TOPICS, STREET, SINCE, OWNER]
ANSWERS = {
    "probe.settlement": "vratnica",
    "probe.age": 41,
    "probe.topics": ["air", "roads"],
    "probe.street": " Главна \r\n",
    "probe.since": "1999-05-01",
    "probe.owner": False,
}
KEPT = {**ANSWERS, "probe.topics": ["roads", "air"], "probe.street": "Главна"}


def context():
    return SubmissionFieldsContext(institution=uuid4(), consultation=uuid4(), language="en")


@pytest.fixture
def form(plugin, monkeypatch):
    """`form(field, …)`: a plugin that is on everywhere and asks for these fields."""
    from plugins.kernel import gate

    def asks(*fields, **handlers):
        plugin({"submission.fields": lambda context: list(fields), **handlers})
        monkeypatch.setattr(gate, "_activation", lambda scope: frozenset({"probe"}))

    return asks


class TestValues:
    @pytest.fixture
    def judge(self, form):
        def judging(*fields, all_needed=True, **values):
            form(*fields)
            given = given_values({f"probe.{name}": value for name, value in values.items()})
            entered, refusals = judged(asked_fields(context()), given, all_needed=all_needed)
            return SimpleNamespace(
                values={field.name: field.value for field in entered},
                refused={refusal.field: (refusal.code, refusal.message) for refusal in refusals},
            )

        return judging

    @pytest.mark.parametrize(
        ("field", "value", "kept"),
        [
            (SETTLEMENT, "vratnica", "vratnica"),
            (TOPICS, ["air", "roads", "air"], ["roads", "air"]),
            (AGE, 16, 16),
            (AGE, 120, 120),
            (STREET, "  a\u0000b ", "ab"),
            (STREET, "0123456789", "0123456789"),
            (SINCE, "2024-02-29", "2024-02-29"),
            (OWNER, True, True),
            (OWNER, False, False),
        ],
    )
    def test_value_that_fits_is_kept(self, judge, field, value, kept):
        judged = judge(field, **{field.name: value})
        assert (judged.values, judged.refused) == ({field.name: kept}, {})

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            (SETTLEMENT, "skopje", "Choose one of what is offered."),
            (SETTLEMENT, ["vratnica"], "Choose one of what is offered."),
            (TOPICS, ["roads", "taxes"], "Choose from what is offered."),
            (TOPICS, "roads", "Choose from what is offered."),
            (AGE, 15, "Enter at least 16."),
            (AGE, 121, "Enter at most 120."),
            (AGE, "41", "Enter a whole number."),
            (AGE, True, "Enter a whole number."),
            (AGE, 10**30, "Enter a whole number."),
            (STREET, "01234567890", "Enter at most 10 characters."),
            (STREET, 5, "Enter a text."),
            (SINCE, "2023-02-29", "Enter a date: year, month and day."),
            (SINCE, "1.5.1999", "Enter a date: year, month and day."),
            (OWNER, "yes", "Answer yes or no."),
        ],
    )
    def test_value_that_does_not_fit_is_refused_by_name(self, judge, field, value, message):
        judged = judge(field, **{field.name: value})
        assert (judged.values, judged.refused) == ({}, {f"fields.probe.{field.name}": ("field_invalid", message)})

    @pytest.mark.parametrize("nothing", [None, "", "  ", []])
    def test_empty_value_is_none(self, judge, nothing):
        assert judge(STREET, street=nothing).values == {}
        assert judge(SETTLEMENT, settlement=nothing).refused == {
            "fields.probe.settlement": ("field_required", "Fill this in.")
        }

    def test_box_that_has_to_be_ticked(self, judge):
        consent = SubmissionField(name="consent", kind="bool", label="I agree", required=True)
        assert judge(consent, consent=False).refused == {
            "fields.probe.consent": ("field_required", "Tick this to go on.")
        }
        assert judge(consent, consent=True).values == {"consent": True}

    def test_nothing_is_needed_of_what_came_on_paper(self, judge):
        judged = judge(SETTLEMENT, all_needed=False)
        assert (judged.values, judged.refused) == ({}, {})

    def test_every_mistake_is_told_at_once(self, judge):
        judged = judge(*EVERYTHING, age=3, street="x" * 11, colour="red")
        assert sorted(judged.refused) == [
            "fields.probe.age",
            "fields.probe.colour",
            "fields.probe.settlement",
            "fields.probe.street",
        ]
        assert judged.refused["fields.probe.colour"] == ("field_unknown", "There is no such field.")

    @pytest.mark.parametrize(
        ("sent", "blamed"),
        [
            ({"probe.street": 1.5}, "fields.probe.street"),
            ({"probe.street": {"a": 1}}, "fields.probe.street"),
            ({"probe.street": [1]}, "fields.probe.street"),
            ({"probe.street": "\ud800"}, "fields.probe.street"),
            ({"Probe street": "x"}, "fields"),
            ({"street": "x"}, "fields"),
            (["probe.street"], "fields"),
            ({f"probe.f{number}": 1 for number in range(201)}, "fields"),
        ],
    )
    def test_what_is_no_value_of_any_field_is_refused(self, sent, blamed):
        with pytest.raises(FieldsRefused) as refused:
            given_values(sent)
        assert [refusal.field for refusal in refused.value.refusals] == [blamed]


class TestBrokenDeclarations:
    @pytest.mark.parametrize(
        "broken",
        [
            "settlement",
            SubmissionField(name="Bad name", kind="text", label="x"),
            SubmissionField(name="x", kind="colour", label="x"),
            SubmissionField(name="x", kind="text", label=" "),
            SubmissionField(name="x", kind="text", label=None),
            SubmissionField(name="x", kind="choice", label="x"),
            SubmissionField(name="x", kind="choice", label="x", choices=(("a", "A"), ("a", "B"))),
            SubmissionField(name="x", kind="choice", label="x", choices=("ab",)),
            SubmissionField(name="x", kind="choice", label="x", choices=(("\u202e", "A"),)),
            SubmissionField(name="x", kind="int", label="x", minimum="1"),
            SubmissionField(name="x", kind="text", label="x", max_length=0),
            SubmissionField(name="x", kind="text", label="x", help=5),
        ],
    )
    @pytest.mark.django_db
    def test_broken_declaration_silences_its_plugin_and_is_written_down(
        self, form, broken, django_capture_on_commit_callbacks
    ):
        form(SETTLEMENT, broken)
        with django_capture_on_commit_callbacks(execute=True):
            asked = asked_fields(context())
        assert (asked.fields, asked.silent) == ((), {"probe"})
        assert PluginFailure.objects.get().last_error_type == "plugins.kernel.invoking.HandlerError"

    @pytest.mark.parametrize(
        "broken",
        [
            SubmissionField(name="x", kind="text", label=FAILS),
            SubmissionField(name="x", kind="text", label="x", help=FAILS),
            SubmissionField(name="x", kind="choice", label="x", choices=(("a", FAILS),)),
        ],
    )
    @pytest.mark.django_db
    def test_text_that_fails_when_it_is_made_silences_its_plugin(
        self, form, broken, django_capture_on_commit_callbacks
    ):
        form(broken)
        with django_capture_on_commit_callbacks(execute=True):
            asked = asked_fields(context())
        assert (asked.fields, asked.silent) == ((), {"probe"})
        assert PluginFailure.objects.get().last_error_type == "KeyError"

    @pytest.mark.django_db
    def test_lazy_texts_are_made_in_the_language_of_the_form(self, form):
        form(SubmissionField(name="x", kind="choice", label=_("Yes"), choices=(("a", _("No")),)))
        asked = asked_fields(SubmissionFieldsContext(institution=uuid4(), consultation=uuid4(), language="mk"))
        assert (asked.fields[0].field.label, asked.fields[0].field.choices) == ("Да", (("a", "Не"),))

    @pytest.mark.django_db
    def test_field_declared_twice_is_broken(self, form):
        form(STREET, STREET)
        assert asked_fields(context()).silent == {"probe"}

    @pytest.mark.django_db
    def test_values_for_a_plugin_that_fails_are_left_out_and_block_nobody(self, plugin, form):
        form()
        plugin({"submission.fields": lambda context: 1 / 0})
        asked = asked_fields(context())
        assert judged(asked, {"probe.settlement": "vratnica"}) == ([], [])


@pytest.mark.django_db
class TestSubmitting:
    def test_values_are_stored_beside_the_submission(self, form, send, place):
        form(*EVERYTHING)
        submission = send(fields=ANSWERS).submission
        stored = {
            f"{row.plugin}.{row.name}": (row.value, row.is_public, row.consultation_id)
            for row in SubmissionFieldValue.objects.filter(submission=submission)
        }
        assert stored == {key: (value, key != "probe.age", place.consultation.pk) for key, value in KEPT.items()}

    def test_nothing_is_stored_where_one_value_is_refused(self, form, send):
        form(*EVERYTHING)
        with pytest.raises(FieldsRefused) as refused:
            send(fields={"probe.age": 3})
        assert [refusal.field for refusal in refused.value.refusals] == [
            "fields.probe.settlement",
            "fields.probe.age",
        ]
        assert Submission.objects.count() == 0

    def test_ledger_covers_the_values(self, form, send, place):
        form(*EVERYTHING)
        submission = send(fields=ANSWERS).submission
        consultation = Consultation.objects.get(pk=place.consultation.pk)
        assert list(verify(consultation)) == []

        SubmissionFieldValue.objects.filter(name="age").update(value=42)
        assert [fault.what for fault in verify(consultation)] == ["the form fields of submission 1 were changed"]
        SubmissionFieldValue.objects.all().delete()
        assert [fault.what for fault in verify(consultation)] == ["the form fields of submission 1 were changed"]
        Submission.objects.filter(pk=submission.pk).update(fields_salt="")
        assert list(verify(consultation)) == []
        Submission.objects.filter(pk=submission.pk).update(fields_hash="0" * 64)
        assert [fault.what for fault in verify(consultation)] == ["the text of submission 1 was changed"]

    def test_one_key_means_the_same_values(self, form, send, django_user_model):
        form(*EVERYTHING)
        person = django_user_model.objects.create_user("ana@example.org")
        first = send(fields=ANSWERS, user=person, idempotency_key="one")
        again = send(fields={**ANSWERS, "probe.street": "Главна"}, user=person, idempotency_key="one")
        assert (again.created, again.submission.pk) == (False, first.submission.pk)
        with pytest.raises(IdempotencyMismatch):
            send(fields={**ANSWERS, "probe.age": 42}, user=person, idempotency_key="one")

    def test_check_sees_the_values_when_sent_and_when_confirmed(self, form, send):
        seen = []

        def check(context):
            seen.append((context.verified, dict(context.fields)))
            return Verdict.accept()

        form(*EVERYTHING, **{"submission.check": check})
        submission = send(fields=ANSWERS, email="ana@example.org").submission
        verify_submission(verify_token(submission.uuid))
        assert seen == [(False, KEPT), (True, KEPT)]

    def test_check_does_not_see_values_of_a_plugin_that_was_switched_off_meanwhile(self, form, send, monkeypatch):
        seen = []

        def check(context):
            seen.append(dict(context.fields))
            return Verdict.accept()

        form(STREET, **{"submission.check": check})
        submission = send(fields={"probe.street": "Главна"}, email="ana@example.org").submission
        SubmissionFieldValue.objects.update(plugin="gone")
        verify_submission(verify_token(submission.uuid))
        assert seen == [{"probe.street": "Главна"}, {}]

    def test_paper_without_a_needed_field_is_taken(self, form, send):
        form(SETTLEMENT)
        author = Deposited(entered_by=None)
        assert send(author=author, channel="paper").submission.fields_hash == ""
        assert send(author=author, fields={"probe.settlement": "vratnica"}).submission.field_values.count() == 1

    def test_submission_without_values_has_no_commitment_to_any(self, form, send):
        form(STREET)
        submission = send().submission
        assert (submission.fields_hash, submission.fields_salt) == ("", "")
