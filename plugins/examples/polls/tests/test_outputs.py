"""The report, the data set, and a person's own data."""

from uuid import uuid4

import pytest
from kuvend_polls.answering import answer
from kuvend_polls.manifest import MANIFEST
from kuvend_polls.models import Answer
from kuvend_polls.outputs import dataset, report_section
from kuvend_polls.people import erase, export

from plugins.api.extension_points import DatasetContext, PersonContext, ReportContext


@pytest.fixture
def answered(poll, choices):
    """Three people answered."""
    people = [uuid4() for _ in range(3)]
    for person, choice in zip(people, (choices[0], choices[0], choices[1]), strict=True):
        answer(poll=poll.uuid, choice=choice, participant=person)
    return people


def report(world, language="en"):
    """The report's section."""
    return report_section(
        ReportContext(institution=world.institution.uuid, consultation=world.consultation.uuid, language=language)
    )


def test_report_has_each_result_as_table_and_as_data(world, poll, choices, answered):
    section = report(world)
    assert section.title == "Polls"
    assert "<h3>Where do the benches go?</h3>" in section.html
    assert "3 people answered" in section.html
    assert section.data == (
        {
            "poll": str(poll.uuid),
            "question": "Where do the benches go?",
            "choice": str(choices[0]),
            "answer": "In the park",
            "people": 2,
        },
        {
            "poll": str(poll.uuid),
            "question": "Where do the benches go?",
            "choice": str(choices[1]),
            "answer": "At the bus stop",
            "people": 1,
        },
    )


def test_report_is_in_its_language(world, answered):
    section = report(world, "sq")
    assert section.title == "Sondazhe"
    assert "<h3>Ku vendosen stolat?</h3>" in section.html
    assert '<th scope="row" lang="en">At the bus stop</th>' in section.html
    assert "3 persona u përgjigjën" in section.html


def test_report_without_polls_has_no_section(world):
    assert report(world) is None


def test_data_set_has_the_columns_it_declares(world, answered):
    rows = list(
        dataset(
            DatasetContext(institution=world.institution.uuid, consultation=world.consultation.uuid, language="sq")
        )
    )
    declared = next(
        contribution.options["columns"]
        for contribution in MANIFEST.contributions
        if contribution.point == "export.dataset"
    )
    assert [tuple(row) for row in rows] == [declared] * 2
    assert [row["people"] for row in rows] == [2, 1]


def person(world, *participants):
    """A person by what the record knows them by."""
    return PersonContext(institution=world.institution.uuid, participants=participants, submissions=())


def test_person_gets_their_answers_and_nobody_elses(world, answered):
    told = export(person(world, answered[2]))
    assert [(record.kind, record.values["answer"]) for record in told] == [
        ("polls.answer", {"en": "At the bus stop"})
    ]
    assert export(person(world, uuid4())) == []


def test_erasing_a_person_takes_their_answers_and_nobody_elses(world, answered):
    assert erase(person(world, answered[0], uuid4())) == 1
    assert set(Answer.objects.values_list("participant", flat=True)) == set(answered[1:])
    assert erase(person(world)) == 0
