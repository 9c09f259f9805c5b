"""The demo's texts by themselves: whole in every language, and referring to what exists."""

from collections import Counter

import pytest

from cms.demo.content_files import ContentError, DemoContent, read_content
from cms.demo.logos import draw_logo
from cms.tenancy.colours import validate_against_ink, validate_against_white

DOMAIN_RESULTS = [
    *("1.1", "1.2", "1.3", "1.4", "1.5"),
    *("2.1", "2.2"),
    *("3.1", "3.2", "3.3"),
    *("4.1", "4.2", "4.3", "4.4", "4.5"),
    *("5.1", "5.2", "5.3"),
]


@pytest.fixture(scope="module")
def content() -> DemoContent:
    return read_content()


@pytest.fixture(scope="module")
def languages(content):
    return {
        **{institution.key: set(institution.languages) for institution in content.institutions},
        "portal": {"en", "sq", "sr-latn", "mk"},
    }


def _missing(wanted, mapping):
    """Languages without a text where there should be one, and texts in languages nobody declared."""
    return (wanted ^ set(mapping)) | {language for language, text in mapping.items() if not text}


def test_institution_texts_exist_in_every_declared_language(content, languages):
    for institution in content.institutions:
        assert _missing(languages[institution.key], institution.names) == set()


def test_page_texts_exist_in_every_declared_language(content, languages):
    for page in content.pages:
        wanted = languages[page.institution]
        mappings = [page.titles, page.intros]
        mappings += [block.items or block.texts for block in page.blocks]
        assert [m for m in mappings if _missing(wanted, m)] == [], page.key


def test_page_lists_are_equally_long_in_every_language(content):
    for page in content.pages:
        for block in page.blocks:
            assert len({len(items) for items in block.items.values()}) <= 1, page.key


def test_page_parents_exist_in_the_same_institution(content):
    owner = {page.key: page.institution for page in content.pages}
    for page in content.pages:
        assert page.type == "home" or owner[page.parent] == page.institution, page.key


def test_page_slugs_are_unique_below_one_parent(content):
    places = Counter((page.parent, page.slug) for page in content.pages if page.type != "home")
    assert [place for place, count in places.items() if count > 1 or not place[1]] == []


def test_document_texts_exist_in_every_declared_language(content, languages):
    for document in content.documents:
        wanted = languages[document.institution]
        assert document.source_language == next(
            i.languages[0] for i in content.institutions if i.key == document.institution
        )
        assert _missing(wanted, document.titles) == set()
        assert _missing(wanted, document.summaries) == set()
        for provision in document.provisions:
            given = [m for m in (provision.headings, provision.texts, provision.rows) if m]
            assert given, provision.key
            assert [m for m in given if _missing(wanted, m)] == [], (document.key, provision.key)


def test_translated_texts_have_the_paragraphs_and_cells_of_the_source(content):
    for document in content.documents:
        for provision in document.provisions:
            paragraphs = {text.count("\n\n") for text in provision.texts.values()}
            shapes = {tuple(len(row) for row in rows) for rows in provision.rows.values()}
            assert len(paragraphs) <= 1, (document.key, provision.key)
            assert len(shapes) <= 1, (document.key, provision.key)


def test_provision_keys_are_unique_within_a_document(content):
    for document in content.documents:
        repeated = [k for k, n in Counter(p.key for p in document.provisions).items() if n > 1]
        assert repeated == [], document.key


def test_jegunovce_strategy_has_the_goals_and_the_eighteen_results(content):
    document = next(d for d in content.documents if d.key == "jegunovce-strategy")
    kinds = Counter(provision.kind for provision in document.provisions)
    assert kinds["general_goal"] == 1
    assert kinds["specific_goal"] == 5
    assert [p.number for p in document.provisions if p.kind == "result"] == DOMAIN_RESULTS


def test_kosovo_strategy_has_four_objectives_of_three_measures(content):
    document = next(d for d in content.documents if d.key == "kosovo-strategy")
    keys = [p.key for p in document.provisions if p.kind in ("specific_goal", "result")]
    assert keys == [
        key for n in range(1, 5) for key in (f"objective-{n}", *(f"measure-{n}-{m}" for m in range(1, 4)))
    ]


def test_consultations_are_one_open_one_closed_one_answered(content):
    assert sorted(c.state for c in content.consultations) == ["answered", "closed", "open"]


def test_consultation_texts_exist_in_every_declared_language(content, languages):
    for consultation in content.consultations:
        wanted = languages[consultation.institution]
        assert _missing(wanted, consultation.titles) == set()
        assert _missing(wanted, consultation.summaries) == set()
        for response in consultation.responses:
            assert _missing(wanted, response.reasons) == set(), response.submissions
        for submission in consultation.submissions:
            if submission.state in ("hidden", "removed"):
                assert _missing(wanted, submission.reason) == set(), submission.key


def test_submissions_refer_to_provisions_and_submissions_that_exist(content):
    documents = {document.key: document for document in content.documents}
    for consultation in content.consultations:
        provisions = {p.key for p in documents[consultation.document].provisions}
        seen: dict[str, float] = {}
        for submission in consultation.submissions:
            where = (consultation.key, submission.key)
            assert submission.provision in provisions | {""}, where
            assert submission.key not in seen, where
            assert not submission.parent or seen[submission.parent] < submission.day, where
            seen[submission.key] = submission.day
        answered = [key for response in consultation.responses for key in response.submissions]
        assert set(answered) <= set(seen), consultation.key


def test_submissions_are_sent_while_their_consultation_is_open(content):
    for consultation in content.consultations:
        last = min(consultation.closes_days, 0) - consultation.opens_days
        late = [s.key for s in consultation.submissions if not 0 <= s.day < last]
        assert late == [], consultation.key


def test_there_are_eighty_submissions_in_four_languages_and_one_removed(content):
    submissions = [s for consultation in content.consultations for s in consultation.submissions]
    assert len(submissions) >= 80
    assert {s.language.removesuffix("-latn") for s in submissions} >= {"sq", "sr", "mk", "en"}
    removed = [s for s in submissions if s.state == "removed"]
    assert len(removed) >= 1
    assert all(s.reason and s.reason_code for s in removed)


def test_theme_colours_are_ones_the_platform_accepts(content):
    for institution in content.institutions:
        validate_against_white(institution.theme["primary"])
        validate_against_ink(institution.theme["accent"])


def test_logo_is_a_png_and_the_same_each_time(content):
    for institution in content.institutions:
        theme = institution.theme
        drawn = draw_logo(theme["logo"], theme["primary"], theme["accent"])
        assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
        assert drawn == draw_logo(theme["logo"], theme["primary"], theme["accent"])


def test_unread_field_is_named_with_its_file(tmp_path):
    (tmp_path / "institutions.toml").write_text('[[institutions]]\nkey = "x"\nnickname = "y"\n')
    with pytest.raises(ContentError, match=r"institutions\.toml x: .*'nickname'"):
        read_content(tmp_path)
