"""More like this: what was written before on the same, for whoever writes a draft."""

from collections.abc import Callable

import pytest
from django.test import Client

from cms.accounts.models import User
from cms.tenancy.models import Role
from plugins.bundled.submission_search import similar
from plugins.bundled.submission_search.scope import searchable
from plugins.bundled.submission_search.values import Place
from search.engines import EngineUnavailableError
from tests.factories.institutions import add_page, document_page, make_institution, make_person, root_of
from tests.factories.record import ConsultationFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

WORDS = "The playground beside the library needs shade, benches and a drinking fountain for children"


@pytest.fixture
def house(reindex: Callable):
    """An institution with what was said on playgrounds, and on something else."""
    profile = make_institution()
    consultation = ConsultationFactory(institution=profile.institution)
    made = SubmissionFactory(consultation=consultation, text=WORDS, language="en")
    for text in ("Parking in the old town", "Taxes on property", "Dogs without owners", "Buses at night"):
        SubmissionFactory(consultation=consultation, text=text, language="en")
    reindex()
    return profile, made


def test_an_editor_sees_what_was_said_on_the_same_as_the_draft(client: Client, house, switch: Callable) -> None:
    profile, made = house
    page = add_page(
        root_of(profile),
        document_page(
            ("article", {"number": "1", "heading": "Playground", "text": f"<p>{WORDS} and shade.</p>"}),
            title="Plan of the playground",
        ),
        publish=False,
    )
    client.force_login(make_person(profile, Role.EDITOR))
    shown = client.get(f"/admin/plugins/submission_search/similar/{page.pk}/")
    assert shown.status_code == 200
    (one,) = shown.context["similar"]
    assert one.found.words.uuid == made.uuid
    edit = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f"/admin/plugins/submission_search/similar/{page.pk}/" in edit
    switch(profile.institution, False)
    edit = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f"/admin/plugins/submission_search/similar/{page.pk}/" not in edit


def test_somebody_who_may_not_edit_the_page_learns_nothing(client: Client, house) -> None:
    profile, _made = house
    page = add_page(root_of(profile), document_page(title="Plan"), publish=False)
    other = make_institution("beta")
    client.force_login(make_person(other, Role.EDITOR))
    assert client.get(f"/admin/plugins/submission_search/similar/{page.pk}/").status_code in (302, 403, 404)


def test_a_document_is_not_like_itself(client: Client, house, reindex: Callable) -> None:
    profile, made = house
    page = add_page(
        root_of(profile),
        document_page(("article", {"number": "1", "heading": "Playground", "text": f"<p>{WORDS}</p>"})),
    )
    reindex()
    client.force_login(User.objects.create_superuser("op@example.org", "secret"))
    found = client.get(f"/admin/plugins/submission_search/similar/{page.pk}/").context["similar"]
    assert {one.found.hit.object_id for one in found} == {str(made.uuid)}


def test_an_empty_draft_is_like_nothing_and_a_dead_engine_is_told(house, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(searchable())
    assert similar.similar_to("  ", place) == []

    def down(*args: object, **options: object) -> None:
        raise EngineUnavailableError("locked")

    monkeypatch.setattr(similar, "more_like", down)
    assert similar.similar_to(WORDS, place) is None


def test_a_moderator_sees_what_was_said_on_the_same_beside_what_waits(
    client: Client, house, switch: Callable
) -> None:
    profile, made = house
    waiting = SubmissionFactory(
        consultation=made.consultation,
        state="held",
        language="en",
        text="A playground beside the library: shade and a drinking fountain, please",
    )
    client.force_login(make_person(profile, Role.MODERATOR))
    address = f"/admin/plugins/moderation/submissions/{waiting.uuid}/"
    shown = client.get(address).content.decode()
    assert "More like this" in shown
    assert f"/submissions/{made.uuid}/" in shown
    switch(profile.institution, False)
    assert "More like this" not in client.get(address).content.decode()
