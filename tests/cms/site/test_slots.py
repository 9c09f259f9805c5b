"""What plugins add to the site's pages, and what is left of a page when they cannot."""

import pytest

from cms.site import slots
from consultations.activation.switching import forbid_plugin
from plugins.bundled.threads import slots as threads_slots
from plugins.kernel import failures
from plugins.kernel.breaker import breaker
from tests.factories.record import SubmissionFactory

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


@pytest.fixture(autouse=True)
def _no_failures():
    breaker.reset_all()
    failures.forget_waiting()
    yield
    breaker.reset_all()
    failures.forget_waiting()


@pytest.fixture
def addresses(consultation, version):
    """Every page of the record with a slot."""
    provision = version.provisions.first()
    submission = SubmissionFactory(consultation=consultation, version=version, provision_uid=provision.uid)
    return (
        f"/en/consultations/{consultation.uuid}/",
        f"/en/documents/{version.document.uuid}/",
        f"/en/submissions/{submission.uuid}/",
    )


def test_plugin_that_is_on_fills_its_slots(client, addresses):
    consultation, document, _submission = (body(client.get(address)) for address in addresses)
    assert "What people say" in consultation
    assert "What people say" in document


def test_plugin_that_is_off_leaves_nothing_behind(client, addresses, institution):
    forbid_plugin(institution=institution, plugin="threads", actor=None)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "/threads/" not in body(response)
        assert "What people say" not in body(response)


def test_plugin_that_raises_leaves_the_page_whole(client, addresses, monkeypatch):
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(threads_slots, "render_to_string", fail)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "</html>" in body(response)
        assert "What people say" not in body(response)
        assert "out of order" not in body(response)


def test_page_of_a_plugin_that_raises_is_replaced_by_one_that_says_so(client, consultation, monkeypatch):
    from plugins.bundled.submission_search import views

    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(views, "read", fail)
    response = client.get("/en/search/?q=forum")
    assert response.status_code == 503
    assert "This part of the site does not work at the moment" in body(response)
    assert '<html lang="en">' in body(response)


def test_unknown_slot_name_is_a_mistake_of_ours_and_loud(rf):
    with pytest.raises(KeyError):
        slots.render("consultation.discusion", None, rf.get("/"))


def test_search_is_in_the_menu_where_its_plugin_is_on(client, consultation, institution):
    address = f"/en/consultations/{consultation.uuid}/"
    assert f'<a href="/en/search/?institution={institution.slug}"' in body(client.get(address))
    assert '<a href="/en/search/"' in body(client.get("/en/institutions/"))
    forbid_plugin(institution=institution, plugin="submission_search", actor=None)
    assert '<a href="/en/search/' not in body(client.get(address))
