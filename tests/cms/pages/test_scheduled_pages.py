"""Pages are published and taken down at the time that was set, whatever becomes of other pages."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.pages import scheduled
from cms.pages.models import ArticlePage
from cms.pages.scheduled import publish_scheduled
from tests.factories.institutions import add_page, make_institution, root_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def root(laid):
    return root_of(laid)


@pytest.fixture
def article(root):
    """`article("slug", days)`: a page that goes live, or with `expires` expires, that many days ago."""

    def made(slug, days, *, expires=False):
        page = add_page(root, ArticlePage(title=slug, slug=slug))
        moment = timezone.now() - timedelta(days=days)
        if expires:
            Page.objects.filter(pk=page.pk).update(expire_at=moment)
        else:
            Page.objects.filter(pk=page.pk).update(live=False)
            Revision.objects.filter(pk=page.save_revision().pk).update(approved_go_live_at=moment)
        return page

    return made


def make_gone(page):
    gone = ContentType.objects.create(app_label="gone_plugin", model="gonepage")
    Page.objects.filter(pk=page.pk).update(content_type=gone)
    Revision.objects.filter(object_id=str(page.pk)).update(content_type=gone)


def live():
    return set(Page.objects.filter(live=True, depth=4).values_list("slug", flat=True))


def test_what_is_due_is_published_and_what_has_expired_is_taken_down(article):
    article("due", 1)
    article("later", -1)
    article("expired", 1, expires=True)
    assert live() == {"expired"}
    assert publish_scheduled() == 2
    assert live() == {"due"}
    assert publish_scheduled() == 0


def test_page_whose_class_is_gone_waits_and_keeps_nobody_from_being_published(article):
    make_gone(article("orphan", 2))
    article("due", 1)
    assert publish_scheduled() == 1
    assert live() == {"due"}


def test_expired_page_whose_class_is_gone_keeps_nobody_from_being_taken_down(article):
    make_gone(article("orphan", 2, expires=True))
    article("expired", 1, expires=True)
    assert publish_scheduled() == 1
    assert live() == {"orphan"}


def test_page_that_cannot_be_published_keeps_nobody_from_it(article, monkeypatch):
    broken = article("broken", 2)
    article("due", 1)

    def publish(draft):
        if draft.object_id == str(broken.pk):
            raise ValueError("its plugin's save() failed")
        original(draft)

    original = scheduled._publish
    monkeypatch.setattr(scheduled, "_publish", publish)
    assert publish_scheduled() == 1
    assert live() == {"due"}


def test_database_in_trouble_is_no_fault_of_the_page(article, monkeypatch):
    def publish(draft):
        raise OperationalError("the connection is lost")

    article("due", 1)
    monkeypatch.setattr(scheduled, "_publish", publish)
    with pytest.raises(OperationalError):
        publish_scheduled()
