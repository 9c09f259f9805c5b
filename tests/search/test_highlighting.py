"""Marks stand on the words as their author wrote them."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import PASSAGE_LENGTH, Marker
from search.query import parse


def marker(text: str) -> Marker:
    return Marker(parse(text).positive_terms)


def test_words_are_marked_in_the_authors_script_and_spelling() -> None:
    assert marker("opstina").mark_all("Општина и Opština") == "<mark>Општина</mark> и <mark>Opština</mark>"


def test_text_is_escaped_inside_and_outside_marks() -> None:
    marked = marker("b script").mark_all('<b>&"</b> <script>')
    assert marked == "&lt;<mark>b</mark>&gt;&amp;&quot;&lt;/<mark>b</mark>&gt; &lt;<mark>script</mark>&gt;"


def test_phrase_is_marked_as_a_whole_and_only_where_it_stands() -> None:
    marked = marker('"javna rasprava"').mark_all("Javna, rasprava; javna tribina")
    assert marked == "<mark>Javna, rasprava</mark>; javna tribina"


def test_law_number_is_marked_however_it_is_written() -> None:
    assert marker("05/L-040").mark_all("Ligji 05-L-040.") == "Ligji <mark>05-L-040</mark>."


def test_prefix_marks_the_whole_word() -> None:
    assert marker("komun*").mark_all("Komunave, të komunës") == "<mark>Komunave</mark>, të <mark>komunës</mark>"


def test_prefix_of_a_phrase_marks_its_last_word_whole() -> None:
    assert marker("05/L-04*").mark_all("05/L-040, 05/L") == "<mark>05/L-040</mark>, 05/L"


def test_excluded_words_are_not_marked() -> None:
    assert marker("a1 -b1").mark_all("a1 b1") == "<mark>a1</mark> b1"


def test_overlapping_marks_become_one() -> None:
    assert marker('"a1 b1" "b1 c1"').mark_all("a1 b1 c1") == "<mark>a1 b1 c1</mark>"


def test_passage_of_a_short_text_is_the_whole_text() -> None:
    passage = marker("put").best_passage("Popravite put.")
    assert (passage.html, passage.begins, passage.start) == ("Popravite <mark>put</mark>.", 0, 10)


def test_passage_is_where_most_different_words_stand() -> None:
    text = "road " * 40 + "filler " * 100 + "the road and the bridge " + "filler " * 100
    passage = marker("road bridge").best_passage(text)
    assert "<mark>road</mark> and the <mark>bridge</mark>" in passage.html
    assert passage.html.startswith("…")
    assert passage.html.endswith("…")
    assert text[passage.start :].startswith("road and the bridge")
    assert 0 < passage.start - passage.begins <= 60


def test_passage_stays_inside_its_section() -> None:
    text = "Član 1 kuće. Član 2 putevi. Član 3 škole."
    passage = marker("putevi").best_passage(text, [0, 13, 28])
    assert (passage.html, passage.begins) == ("Član 2 <mark>putevi</mark>. ", 13)
    assert marker("kuce").best_passage(text, [7]).html == "<mark>kuće</mark>. Član 2 putevi. Član 3 škole."


def test_passage_without_a_match_is_the_beginning_cut_between_words() -> None:
    passage = marker("nothing").best_passage("reforma " * 100)
    assert passage.start == 0
    assert passage.html == ("reforma " * 32).strip() + "…"


def test_passage_of_an_endless_word_is_bounded() -> None:
    passage = marker("x").best_passage("a" * 100_000)
    assert passage.html == "a" * PASSAGE_LENGTH + "…"


def test_passage_that_is_one_endless_match_is_bounded_too() -> None:
    passage = marker("a" * 200).best_passage("a" * 100_000)
    assert passage.html == f"<mark>{'a' * PASSAGE_LENGTH}</mark>…"


@given(
    st.text(max_size=600),
    st.text(alphabet="ab šđ<>&\"'-*", max_size=12),
    st.sampled_from(["", "ab "]),
)
def test_marked_html_says_what_the_text_says(text: str, query: str, repeated: str) -> None:
    text += repeated * 150
    unmarked = re.sub(r"</?mark>", "", marker(query).mark_all(text))
    assert html.unescape(unmarked) == html.unescape(html.escape(text))
    passage = re.sub(r"</?mark>", "", marker(query).best_passage(text).html)
    assert html.unescape(passage).strip("…") in text + "…"
    assert "<" not in passage
