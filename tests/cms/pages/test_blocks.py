"""Blocks are rendered escaped, and translated with all their words."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.pages.localise import translate_page
from cms.pages.models import ArticlePage, DocumentPage
from consultations.models import Version
from tests.factories.institutions import add_page, document_page, make_institution, root_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
TABLE = {
    "columns": [{"type": "text", "heading": "Area"}, {"type": "number", "heading": "Sum"}],
    "rows": [{"values": ["Youth", "12"]}, {"values": ["Culture", "12"]}],
    "caption": "Funds",
}


@pytest.fixture(scope="module", autouse=True)
def laid(lay):
    return lay(make_institution)


@pytest.fixture
def root(laid):
    """Where pages are made."""
    return root_of(laid)


def block(kind: str):
    """A block of an ordinary page's body."""
    return ArticlePage._meta.get_field("body").stream_block.child_blocks[kind]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("heading", HOSTILE),
        ("quote", {"text": HOSTILE, "attribution": HOSTILE}),
        ("link", {"label": HOSTILE, "page": None, "address": "https://example.org"}),
        ("contact", {"name": HOSTILE, "role": HOSTILE, "email": "a@b.example", "phone": HOSTILE}),
        ("table", {**TABLE, "caption": HOSTILE, "rows": [{"values": [HOSTILE, None]}]}),
        ("text", f"<p>{HOSTILE}<img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a></p>"),
    ],
)
def test_block_escapes_what_is_typed(kind, raw):
    html = block(kind).render(block(kind).to_python(raw))
    for bad in ("<script", "onerror", "javascript:"):
        assert bad not in html


def test_link_has_exactly_one_goal(root):
    link = block("link")
    for raw in (
        {"label": "x", "page": None, "address": ""},
        {"label": "x", "page": root.pk, "address": "https://example.org"},
    ):
        with pytest.raises(ValidationError):
            link.clean(link.to_python(raw))
    assert link.clean(link.to_python({"label": "x", "page": root.pk, "address": ""}))


def test_html_that_no_editor_could_write_reaches_no_page(root, client):
    """However it came into the stored rich text: a translator's string, an import."""
    hostile = f'<p>Words <b onclick="alert(1)">bold</b>{HOSTILE}<img src="x" onerror="alert(1)"></p>'
    page = add_page(root, ArticlePage(title="A", slug="a", body=[("text", hostile)]))
    shown = client.get(page.url).content.decode()
    assert "Words <b>bold</b>" in shown
    assert "alert(1)" not in shown
    (text,) = client.get(f"/api/v2/pages/{page.pk}/").json()["body"]
    assert "alert" not in text["value"]


def test_table_is_translated_cell_by_cell_and_a_new_row_moves_nothing(root):
    stream = DocumentPage._meta.get_field("body").stream_block
    uid = "44444444-4444-4444-8444-444444444444"
    body = stream.to_python([{"type": "table", "value": {"number": "", "heading": "", "table": TABLE}, "id": uid}])
    page = add_page(root, DocumentPage(title="Plan", slug="plan", body=body))
    words = {"Area": "Fusha", "Sum": "Shuma", "Youth": "Të rinjtë", "Culture": "Kultura", "Funds": "Fondet"}
    translated = translate_page(page, "sq", words)
    assert rows(translated) == [["Të rinjtë", 12], ["Kultura", 12]]
    assert translated.body[0].value["table"].caption == "Fondet"
    assert [column["heading"] for column in translated.body[0].value["table"].columns] == ["Fusha", "Shuma"]

    draft = page.get_latest_revision_as_object()
    more = {**TABLE, "rows": [{"values": ["Sport", "5"]}, *TABLE["rows"]]}
    draft.body = stream.to_python(
        [{"type": "table", "value": {"number": "", "heading": "", "table": more}, "id": uid}]
    )
    draft.save_revision().publish()
    translated = translate_page(DocumentPage.objects.get(pk=page.pk), "sq", {})
    assert rows(translated) == [["Sport", 5], ["Të rinjtë", 12], ["Kultura", 12]]


def rows(page: DocumentPage) -> list[list[object]]:
    """The cells of the page's table."""
    return [row["values"] for row in page.body[0].value["table"].row_data]


def test_picture_of_a_published_document_outlives_the_picture(root, client):
    image = Image.objects.create(title="Map", file=get_test_image_file())
    picture = {"image": image.pk, "alt_text": "The village", "decorative": False}
    stream = DocumentPage._meta.get_field("body").stream_block
    value = {"number": "", "heading": "Map", "image": picture}
    body = stream.to_python([{"type": "image", "value": value, "id": "55555555-5555-4555-8555-555555555555"}])
    page = add_page(root, DocumentPage(title="Plan", slug="plan", body=body))
    (provision,) = Version.objects.get().provisions.all()
    html = provision.texts.get(language="en").html
    assert 'alt="The village"' in html
    address = html.split('src="')[1].split('"')[0]
    assert address.startswith("/media/record/")
    image.delete()
    assert b"".join(client.get(address)) != b""
    assert client.get(page.url).status_code == 200


def test_number_is_never_sent_to_translators(root):
    page = add_page(root, document_page(slug="act"))
    translate_page(page, "sq", {"General": "Të përgjithshme"})
    from wagtail_localize.models import StringSegment

    assert not StringSegment.objects.filter(string__data__in=["I", "1", "2"]).exists()
