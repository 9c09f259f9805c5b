"""Topics: the operator's vocabulary, chosen on pages, carried into the record by publishing."""

import pytest
from django.urls import reverse

from cms.accounts.models import User
from cms.pages.localise import translate_page
from cms.pages.models import DocumentPage
from cms.tenancy.models import Role
from consultations.models import Consultation, Document, Topic, Version
from consultations.starting_topics import starting_topics
from tests.factories.institutions import (
    add_page,
    consultation_page,
    document_page,
    make_institution,
    make_person,
    root_of,
)

pytestmark = pytest.mark.django_db

LANGUAGES = {"en", "sq", "sr-latn", "mk", "bs", "hr", "tr"}


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def root(laid):
    """The front page of an institution."""
    Topic.objects.get_or_create(slug="waste", defaults={"labels": {"en": "Waste", "mk": "Отпад"}})
    Topic.objects.get_or_create(slug="roads", defaults={"labels": {"en": "Roads"}})
    return root_of(laid)


def published_consultation(root, **fields):
    """A consultation on a document, published."""
    document = add_page(root, document_page(slug="act"))
    return add_page(root, consultation_page(document, slug="talk", **fields))


def republish(page):
    """Publish the page once more, as it is."""
    page.save_revision().publish()


def test_the_starting_vocabulary_has_sixty_topics_in_every_language():
    topics = starting_topics()
    assert len(topics) >= 60
    assert {
        slug for slug, labels in topics.items() if set(labels) != LANGUAGES or not all(labels.values())
    } == set()


def test_publishing_a_document_writes_its_topics(root):
    page = add_page(root, document_page(slug="act", topics=["waste", "roads"]))
    assert Document.objects.get(uuid=page.translation_key).topics == ["waste", "roads"]


def test_new_topics_alone_make_no_new_version_and_are_told(root, django_capture_on_commit_callbacks):
    from search.models import OutboxEntry

    page = add_page(root, document_page(slug="act"))
    OutboxEntry.objects.all().delete()
    page.topics = ["waste"]
    republish(page)
    assert Document.objects.get(uuid=page.translation_key).topics == ["waste"]
    assert Version.objects.count() == 1
    assert OutboxEntry.objects.filter(source="document", object_id=str(page.translation_key)).exists()


def test_publishing_a_consultation_writes_its_topics_and_the_ledger_has_them(root):
    page = published_consultation(root, topics=["waste"])
    row = Consultation.objects.get(uuid=page.translation_key)
    assert row.topics == ["waste"]
    page.topics = ["roads"]
    republish(page)
    row.refresh_from_db()
    assert row.topics == ["roads"]
    assert [event.payload["topics"] for event in row.ledger.order_by("sequence")] == [["waste"], ["roads"]]


def test_a_translation_has_the_topics_of_its_source(root):
    page = add_page(root, document_page(slug="act", topics=["waste"]))
    translate_page(page, "mk", {})
    assert DocumentPage.objects.get(locale__language_code="mk").topics == ["waste"]


def test_an_editor_ticks_topics_and_cannot_invent_one(root):
    page = add_page(root, document_page(slug="act", topics=["waste"]))
    form_class = DocumentPage.get_edit_handler().get_form_class()
    field = form_class(instance=page).fields["topics"]
    assert field.label == "Topics"
    assert {slug for slug, _label in field.choices} >= {"waste", "roads"}
    assert field.clean(["roads"]) == ["roads"]
    with pytest.raises(Exception, match="valid choice"):
        field.clean(["unheard-of"])


def test_the_operator_names_a_topic_in_each_language(client, root):
    client.force_login(User.objects.create_superuser("op@site.example", "secret"))
    posted = {"slug": "bees", "label_en": "Bees", "label_sq": "Bletët", "label_sr_latn": "Pčele", "label_mk": ""}
    posted["label_tr"] = "Arılar"
    response = client.post(reverse("wagtailsnippets_consultations_topic:add"), posted)
    assert response.status_code == 302
    assert Topic.objects.get(slug="bees").labels == {
        "en": "Bees",
        "sq": "Bletët",
        "sr-latn": "Pčele",
        "tr": "Arılar",
    }


def test_a_topic_without_any_name_is_refused(client, root):
    client.force_login(User.objects.create_superuser("op@site.example", "secret"))
    response = client.post(reverse("wagtailsnippets_consultations_topic:add"), {"slug": "bees"})
    assert response.status_code == 200
    assert not Topic.objects.filter(slug="bees").exists()


def test_the_slug_of_a_topic_stays(client, root):
    client.force_login(User.objects.create_superuser("op@site.example", "secret"))
    topic = Topic.objects.get(slug="waste")
    url = reverse("wagtailsnippets_consultations_topic:edit", args=[topic.pk])
    client.post(url, {"slug": "rubbish", "label_en": "Rubbish", "label_mk": "Отпад"})
    topic.refresh_from_db()
    assert topic.labels == {"en": "Rubbish", "mk": "Отпад"}
    assert (topic.slug, topic.labels["en"]) == ("waste", "Rubbish")


def test_editors_do_not_manage_the_vocabulary(client, root):
    profile = root.institution.profile
    client.force_login(make_person(profile, Role.EDITOR))
    assert client.get(reverse("wagtailsnippets_consultations_topic:list")).status_code == 404


def test_the_api_shows_the_vocabulary_and_what_carries_it(client, root):
    page = published_consultation(root, topics=["waste"])
    listed = client.get("/api/v1/topics/").json()["items"]
    assert {"slug": "waste", "labels": Topic.objects.get(slug="waste").labels} in listed
    shown = client.get(f"/api/v1/consultations/{page.translation_key}/").json()
    assert shown["topics"] == ["waste"]
    document = page.documents.get().document
    assert client.get(f"/api/v1/documents/{document.translation_key}/").json()["topics"] == []
