"""Administrators keep their institution's look, contact and people; nobody else's."""

import pytest
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.accounts.models import User
from cms.tenancy.models import InstitutionProfile, Role
from tests.factories.institutions import make_institution, make_person
from tests.factories.laying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(lambda: make_institution("alfa", contact={"name": "Ana", "email": "ana@alfa.example"}))


@pytest.fixture
def ours(laid):
    """The institution of whoever asks."""
    return fresh(laid)


@pytest.fixture
def theirs(db):
    """Another institution."""
    return make_institution("beta")


@pytest.fixture
def administrator(client, ours):
    """Our administrator, signed in."""
    client.force_login(make_person(ours, Role.ADMINISTRATOR))
    return client


def page(name: str, profile) -> str:
    """A page about an institution."""
    return reverse(f"institutions:{name}", args=[profile.institution.slug])


def look(**changes) -> dict[str, str]:
    """What the form sends."""
    return {
        "logo": "",
        "primary_colour": "#1d4e6f",
        "accent_colour": "#f2b84b",
        "contact_name": "Ana",
        "contact_email": "ana@alfa.example",
        "contact_phone": "",
        **changes,
    }


def image_of(profile) -> Image:
    """A picture of the institution."""
    return Image.objects.create(title="Logo", file=get_test_image_file(), collection=profile.collection)


def test_administrator_changes_look_and_contact(administrator, ours):
    logo = image_of(ours)
    data = look(logo=str(logo.pk), primary_colour="#7a1f2b", contact_name="Blerim", contact_phone="+383 1")
    assert administrator.post(page("institution", ours), data).status_code == 302
    profile = InstitutionProfile.objects.get(pk=ours.pk)
    assert (profile.logo, profile.primary_colour) == (logo, "#7a1f2b")
    institution = profile.institution
    assert (institution.contact_name, institution.contact_phone) == ("Blerim", "+383 1")


def test_colour_that_white_text_cannot_be_read_on_is_refused_and_nothing_is_lost(administrator, ours):
    response = administrator.post(page("institution", ours), look(primary_colour="#ffff00", contact_name="Typed"))
    assert response.status_code == 422
    content = response.content.decode()
    assert "White text on this colour has a contrast of 1.1; at least 4.5 is needed." in content
    assert 'value="Typed"' in content
    assert InstitutionProfile.objects.get(pk=ours.pk).primary_colour == "#1d4e6f"


def test_logo_of_another_institution_does_not_exist(administrator, ours, theirs):
    response = administrator.post(page("institution", ours), look(logo=str(image_of(theirs).pk)))
    assert response.status_code == 404
    assert InstitutionProfile.objects.get(pk=ours.pk).logo is None


def test_rule_set_is_shown_with_the_mark_that_no_lawyer_has_read_it(administrator, ours):
    content = administrator.get(page("institution", ours)).content.decode()
    assert "Not verified: no lawyer has read the act for us yet" in content


def test_role_is_given_to_an_address_and_taken_away(administrator, ours):
    data = {"email": "New@Alfa.example", "role": Role.MODERATOR}
    assert administrator.post(page("people", ours), data).status_code == 302
    person = User.objects.get(email="new@alfa.example")
    assert list(person.groups.all()) == [ours.groups.get(role=Role.MODERATOR).group]
    assert not person.has_usable_password()
    administrator.post(page("people", ours), {"remove": f"moderator:{person.pk}"})
    assert not person.groups.exists()


def test_person_who_has_an_account_keeps_it(administrator, ours):
    citizen = User.objects.create_user("citizen@example.org", first_name="Citizen")
    administrator.post(page("people", ours), {"email": "citizen@example.org", "role": Role.EDITOR})
    assert User.objects.get(email="citizen@example.org") == citizen
    assert "Citizen" not in administrator.get(page("people", ours)).content.decode()


def test_administrator_stays_one(administrator, ours):
    me = ours.groups.get(role=Role.ADMINISTRATOR).group.user_set.get()
    response = administrator.post(page("people", ours), {"remove": f"administrator:{me.pk}"}, follow=True)
    assert "You cannot take the administrator" in response.content.decode()
    assert me.groups.exists()


@pytest.mark.parametrize("remove", ["moderator:x", "moderator:999999", "king:1", "moderator", ":"])
def test_taking_away_what_nobody_has_is_404(administrator, ours, remove):
    assert administrator.post(page("people", ours), {"remove": remove}).status_code == 404


@pytest.mark.parametrize("form", [{"email": "x", "role": "editor"}, {"email": "a@b.example", "role": "king"}, {}])
def test_role_that_cannot_be_given_is_told(administrator, ours, form):
    assert administrator.post(page("people", ours), form).status_code == 422


@pytest.mark.parametrize("name", ["institution", "people"])
def test_another_institutions_pages_do_not_exist(administrator, theirs, name):
    person = make_person(theirs, Role.EDITOR)
    assert administrator.get(page(name, theirs)).status_code == 404
    assert administrator.post(page(name, theirs), look()).status_code == 404
    assert administrator.post(page(name, theirs), {"remove": f"editor:{person.pk}"}).status_code == 404
    assert person.groups.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MODERATOR, Role.OFFICIAL])
def test_other_roles_see_neither_page_nor_menu_item(client, ours, role):
    client.force_login(make_person(ours, role))
    assert client.get(page("institution", ours)).status_code == 404
    assert client.get(page("people", ours)).status_code == 404
    assert "/admin/institutions/" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_operator_reaches_every_institution(client, ours, theirs):
    client.force_login(User.objects.create_superuser("operator@example.org"))
    for profile in (ours, theirs):
        assert client.get(page("institution", profile)).status_code == 200
    assert "/admin/institutions/" in client.get(reverse("wagtailadmin_home")).content.decode()
