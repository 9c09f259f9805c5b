"""With threads off nothing of them is left, and nothing of the record is lost."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from consultations.activation.switching import disable_plugin, enable_plugin, forbid_plugin, permit_plugin
from consultations.services.deliver_outbox import deliver_outbox
from consultations.services.submit import Deposited, submit
from plugins.bundled.threads.models import ThreadEntry
from tests.factories.record import ConsultationFactory, InstitutionFactory


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def spoken(speak, version):
    return speak(version=version, provision_uid=version.provisions.first().uid, text="What was said")


@pytest.fixture
def addresses(consultation, version, spoken):
    provision = version.provisions.first().uid
    return [
        reverse("threads:consultation", args=[consultation.uuid]),
        reverse("threads:parts", args=[consultation.uuid]),
        reverse("threads:version", args=[version.uuid]),
        reverse("threads:provision", args=[version.uuid, provision]),
        reverse("threads:thread", args=[spoken.uuid]),
        reverse("threads_api:consultation", args=[consultation.uuid]),
        reverse("threads_api:version", args=[version.uuid]),
        reverse("threads_api:provision", args=[version.uuid, provision]),
        reverse("threads_api:replies", args=[spoken.uuid]),
        reverse("threads_api:support", args=[spoken.uuid]),
    ]


def statuses(client, addresses):
    return [client.get(address).status_code for address in addresses]


def test_every_address_answers_while_threads_are_on(client, addresses):
    assert statuses(client, addresses) == [200] * 10


@pytest.mark.parametrize("where", ["institution", "consultation"])
def test_no_address_is_found_while_threads_are_off(client, addresses, consultation, threads_off, where):
    InstitutionFactory()  # where they stay on: the portal as a whole still has them
    threads_off(consultation if where == "consultation" else None)
    assert statuses(client, addresses) == [404] * 10


def test_support_cannot_be_posted_while_threads_are_off(client, participant, spoken, threads_off):
    client.force_login(participant.user)
    threads_off()
    address = reverse("threads:support", args=[spoken.uuid])
    assert client.post(address, {"supported": "1"}).status_code == 404
    assert ThreadEntry.objects.get().support_count == 0


@pytest.mark.parametrize("where", ["institution", "consultation"])
def test_record_pages_stand_without_threads(client, consultation, version, spoken, threads_off, where):
    threads_off(consultation if where == "consultation" else None)
    pages = {
        name: client.get(reverse(f"record:{name}", args=args))
        for name, args in {
            "consultation": [consultation.uuid],
            "version": [version.document.uuid, 1],
            "submission": [spoken.uuid],
        }.items()
    }
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    for page in pages.values():
        assert "/threads/" not in page.content.decode()
    assert "What was said" in pages["submission"].content.decode()


def test_one_consultation_off_takes_nothing_from_the_other(client, institution, version, consultation, speak):
    other = ConsultationFactory(institution=institution, versions=[version], closed=True)
    provision = version.provisions.first().uid
    speak(version=version, provision_uid=provision, text="Said where threads are on")
    speak(version=version, provision_uid=provision, text="Said where they are off", consultation=other)
    disable_plugin(consultation=other, plugin="threads", actor=None)
    page = client.get(reverse("threads:version", args=[version.uuid])).content.decode()
    assert "Said where threads are on" in page
    assert "Said where they are off" not in page
    document = client.get(reverse("record:version", args=[version.document.uuid, 1])).content.decode()
    assert "Read the 1 contribution<" in document


def test_another_institution_off_takes_nothing_from_this_one(client, addresses):
    other = InstitutionFactory()
    forbid_plugin(institution=other, plugin="threads", actor=None)
    assert statuses(client, addresses) == [200] * 10


@pytest.mark.parametrize("where", ["institution", "consultation"])
def test_schema_of_an_institution_without_threads_has_none(client, institution, consultation, threads_off, where):
    def paths():
        schema = client.get(
            "/api/v1/schema/",
            {
                "institution": institution.slug,
            },
            headers={"accept": "application/vnd.oai.openapi+json"},
        )
        return [path for path in json.loads(schema.content)["paths"] if path.startswith("/api/v1/threads/")]

    assert len(paths()) == 5
    threads_off(consultation if where == "consultation" else None)
    assert len(paths()) == (5 if where == "consultation" else 0)


@pytest.mark.parametrize("where", ["institution", "consultation"])
def test_what_was_said_while_threads_were_off_is_there_once_they_are_on(
    client, institution, consultation, threads_off, where
):
    threads_off(consultation if where == "consultation" else None)
    sent = submit(
        consultation_uuid=consultation.uuid,
        text="Said meanwhile",
        language="mk",
        author=Deposited(entered_by=None),
    )
    assert not ThreadEntry.objects.filter(submission=sent.submission.uuid).exists()
    if where == "institution":
        permit_plugin(institution=institution, plugin="threads", actor=None)
    else:
        enable_plugin(consultation=consultation, plugin="threads", actor=None)
    deliver_outbox()
    address = reverse("threads:consultation", args=[consultation.uuid])
    assert "Said meanwhile" in client.get(address).content.decode()
