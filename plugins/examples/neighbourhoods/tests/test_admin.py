"""Keeping the list in the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from kuvend_neighbourhoods.models import Settlement

from plugins.testing.people import client_of, make_staff

LIST = "/admin/plugins/neighbourhoods/"


def test_editor_adds_a_settlement_and_changes_its_names(editor, world):
    assert editor.post(f"{LIST}new/", {"name-en": "Kopanica", "name-sq": ""}).status_code == 302
    settlement = Settlement.objects.get()
    assert (settlement.code, settlement.names) == ("testville-kopanica", {"en": "Kopanica"})
    editor.post(f"{LIST}{settlement.pk}/", {"name-en": "Kopanitsa", "name-sq": "Kopanicë"})
    settlement.refresh_from_db()
    assert (settlement.code, settlement.names) == (
        "testville-kopanica",
        {"en": "Kopanitsa", "sq": "Kopanicë"},
    )
    assert "Kopanitsa" in editor.get(LIST).content.decode()


def test_form_says_what_is_missing_and_keeps_the_rest(editor, world):
    refused = editor.post(f"{LIST}new/", {"name-en": "", "name-sq": "Kopanicë"})
    assert refused.status_code == 422
    assert 'value="Kopanicë"' in refused.content.decode()


def test_name_that_is_taken_is_told(editor, settlements):
    refused = editor.post(f"{LIST}new/", {"name-en": "Kopanica"})
    assert refused.status_code == 422
    assert "There is another settlement with the code" in refused.content.decode()


def test_settlement_is_offered_no_longer_and_again(editor, settlements):
    for active in ("0", "1"):
        editor.post(f"{LIST}{settlements[0].pk}/offer/", {"active": active})
        settlements[0].refresh_from_db()
        assert settlements[0].is_active is (active == "1")


def test_list_is_brought_in_from_a_file(editor, world):
    file = SimpleUploadedFile("list.csv", "en,sq\nKopanica,Kopanicë\nZhelino,\n".encode())
    told = editor.post(LIST, {"file": file}, follow=True).content.decode()
    assert "2 new settlements. 0 changed." in told
    assert Settlement.objects.count() == 2


def test_file_that_is_refused_is_told_on_the_page(editor, world):
    refused = editor.post(LIST, {"file": SimpleUploadedFile("list.csv", b"en\nA,B\n")})
    assert refused.status_code == 422
    assert "Line 2 has more values than there are columns." in refused.content.decode()
    assert editor.post(LIST, {}).status_code == 422


@pytest.mark.parametrize("role", ["moderator", "reviewer"])
def test_nobody_else_reaches_the_list(visitor, citizen, settlements, second_world, world, role):
    others = [visitor, citizen, client_of(make_staff(world.institution, role))]
    for client in others:
        for address in (LIST, f"{LIST}new/", f"{LIST}{settlements[0].pk}/"):
            assert client.get(address).status_code in (302, 404)
            assert client.post(address, {"name-en": "Mine"}).status_code in (302, 404)
    stranger = client_of(make_staff(second_world.institution, "editor"))
    assert "Kopanica" not in stranger.get(LIST).content.decode()
    assert stranger.get(f"{LIST}?institution={world.institution.uuid}").status_code == 404
    assert stranger.post(f"{LIST}{settlements[0].pk}/", {"name-en": "Mine"}).status_code == 404
    assert stranger.post(f"{LIST}{settlements[0].pk}/offer/", {"active": "0"}).status_code == 404
    assert set(Settlement.objects.values_list("code", "is_active")) == {
        ("testville-kopanica", True),
        ("testville-janchishte", True),
    }


def test_operator_chooses_the_institution(operator_client, world, second_world, settlements):
    shown = operator_client.get(f"{LIST}?institution={second_world.institution.uuid}").content.decode()
    assert "There are no settlements yet" in shown
    assert f"?institution={world.institution.uuid}" in shown
    assert operator_client.get(f"{LIST}?institution=x").status_code == 404
