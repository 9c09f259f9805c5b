"""Saying where one writes from: on the site, in the API, where it is required."""

import json

import pytest
from django.urls import reverse
from settling import send, settle

from plugins.api.record import field_values

FIELD = "x-neighbourhoods-settlement"


@pytest.fixture
def address(world):
    """Where one takes part."""
    return f"/en/consultations/{world.consultation.uuid}/take-part/"


@pytest.fixture
def required(world, administrator):
    """The institution's administrator makes the field required."""
    page = reverse("plugin_admin:plugin", args=[world.institution.slug, "neighbourhoods"])
    assert administrator.post(page, {"setting-required": "on"}).status_code == 302


def typed(**more):
    """What a guest types."""
    return {"text": "More benches.", "language": "en", "email": "ana@example.org", **more}


def test_form_offers_the_settlements_in_the_readers_language(visitor, address, settlements):
    shown = visitor.get(address).content.decode()
    assert "Your settlement" in shown
    assert f'<option value="{settlements[0].code}">Kopanica</option>' in shown
    albanian = visitor.get(address.replace("/en/", "/sq/")).content.decode()
    assert "Vendbanimi juaj" in albanian
    assert "Kopanicë</option>" in albanian


def test_form_asks_nothing_where_there_is_no_list(visitor, address, world):
    assert "Your settlement" not in visitor.get(address).content.decode()


def test_settlement_of_another_institution_is_not_offered(visitor, address, second_world, settlements):
    foreign = settle(second_world, "Elsewhere")
    assert foreign.code not in visitor.get(address).content.decode()


def test_what_was_chosen_is_stored_and_shown(world, visitor, settlements):
    taken = send(world, settlements[0]).submission
    assert field_values("neighbourhoods", [taken.uuid]) == {taken.uuid: {"settlement": "testville-kopanica"}}
    assert "Kopanica" in visitor.get(f"/en/submissions/{taken.uuid}/").content.decode()


def test_choice_that_is_no_longer_offered_is_refused_and_the_form_keeps_the_rest(visitor, address, settlements):
    settlements[1].is_active = False
    settlements[1].save()
    refused = visitor.post(address, typed(**{FIELD: settlements[1].code}))
    shown = refused.content.decode()
    assert refused.status_code == 400
    assert "Choose one of what is offered." in shown
    assert "More benches." in shown


def test_field_may_be_left_empty_until_the_institution_requires_it(visitor, address, settlements, required):
    refused = visitor.post(address, typed())
    assert refused.status_code == 400
    assert f'href="#id_{FIELD}"' in refused.content.decode()
    assert visitor.post(address, typed(**{FIELD: settlements[0].code})).status_code == 302


def test_guest_sends_it_by_the_api(visitor, world, settlements):
    body = {
        "consultation": str(world.consultation.uuid),
        "text": "More benches.",
        "language": "en",
        "email": "ana@example.org",
        "fields": {"neighbourhoods.settlement": settlements[0].code},
    }
    sent = visitor.post("/api/v1/submissions/", json.dumps(body), content_type="application/json")
    assert sent.status_code == 201, sent.content


def test_api_lists_what_is_offered(visitor, world, settlements):
    listed = visitor.get("/api/v1/neighbourhoods/institutions/testville/").json()
    assert listed == {
        "items": [
            {"code": "testville-kopanica", "names": {"en": "Kopanica", "sq": "Kopanicë"}},
            {"code": "testville-janchishte", "names": {"en": "Janchishte", "sq": "Jançisht"}},
        ]
    }
    assert visitor.get("/api/v1/neighbourhoods/institutions/nowhere/").status_code == 404
