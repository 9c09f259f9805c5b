"""Published HTML is harmless, and has a plain form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.texts.sanitising import plain_text, sanitise_html


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>Член <b>1</b></p>", "<p>Член <b>1</b></p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p style='color:red' class='x' id='y' onclick='z()'>a</p>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="/mk/x/">a</a>', '<a href="/mk/x/" rel="noopener noreferrer">a</a>'),
        ('<img src="data:text/html,x" alt="a" onerror="x">', '<img alt="a">'),
        ('<iframe src="https://example.org"></iframe><object></object>x', "x"),
        ('<td colspan="2">a</td>', "a"),
        (
            '<table><tr><th scope="col">a</th><td colspan="2">b</td></tr></table>',
            '<table><tbody><tr><th scope="col">a</th><td colspan="2">b</td></tr></tbody></table>',
        ),
        ("<p>a\x00\u202eb</p>", "<p>ab</p>"),
        ("<svg onload=alert(1)><p>a</p></svg>", "<p>a</p>"),
    ],
)
def test_html_keeps_only_what_is_allowed(given_html, kept):
    assert sanitise_html(given_html) == kept


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one <b>two</b></p><p>three</p>", "one two\nthree"),
        ("<p>one\n  two<br>three</p>", "one two\nthree"),
        ("<ul><li>a</li><li>b &amp; c</li></ul>", "a\nb & c"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ('<p>see <img alt="the map" src="/m.png"></p>', "see the map"),
        ("", ""),
    ],
)
def test_plain_text_has_a_line_for_each_block(html, text):
    assert plain_text(html) == text


@given(st.text(max_size=200))
def test_sanitised_html_stays_as_it_is(html):
    once = sanitise_html(html)

    assert sanitise_html(once) == once
    assert "<script" not in once.lower()


@given(st.text(st.characters(categories=["Lu", "Ll"]), min_size=1), st.sampled_from(["p", "li", "td", "h3"]))
def test_plain_text_loses_no_letter(word, tag):
    assert plain_text(sanitise_html(f"<{tag}>{word}</{tag}>")) == word
