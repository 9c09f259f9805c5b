from django.utils import translation
from django.utils.safestring import mark_safe

from cms.site.scripts import html_to_cyrillic, text_to_cyrillic
from cms.site.texts import in_script, language_shown, local_text


def test_text_digraphs_become_single_letters():
    assert text_to_cyrillic("Njegoš, ljubav, džep, Đorđe") == "Његош, љубав, џеп, Ђорђе"


def test_text_in_capitals_keeps_digraphs_together():
    assert text_to_cyrillic("LJUBAV I NJIVA") == "ЉУБАВ И ЊИВА"


def test_text_two_sounds_stay_two_letters():
    assert text_to_cyrillic("injekcija konjunktura nadživeti Odžaci") == "инјекција конјунктура надживети Оџаци"


def test_text_decomposed_letters_are_known():
    assert text_to_cyrillic("c\u030ceka") == "чека"


def test_text_addresses_stay_latin():
    text = "Pišite na ana@ogg.example.org, www.ogg.example ili https://ogg.example/č?a=b, kuvend.org."
    expected = "Пишите на ana@ogg.example.org, www.ogg.example или https://ogg.example/č?a=b, kuvend.org."
    assert text_to_cyrillic(text) == expected


def test_text_roman_numerals_and_foreign_words_stay():
    assert text_to_cyrillic("Glava XIV, Wagtail i web") == "Глава XIV, Wagtail и web"


def test_text_cyrillic_is_left_alone():
    assert text_to_cyrillic("Општина и opština") == "Општина и општина"


def test_html_changes_text_nodes_only():
    html = '<p title="Naslov" class="clan">Član &nbsp;&amp; <a href="/sr/clan/">stav</a><br>dva</p>'
    assert html_to_cyrillic(html) == (
        '<p title="Naslov" class="clan">Члан &nbsp;&amp; <a href="/sr/clan/">став</a><br>два</p>'
    )


def test_html_other_languages_and_code_are_left_alone():
    html = '<p>ovo <em lang="sq">kjo <b>dhe</b></em> ono <code>kod</code> <i lang="sr-Latn">to</i></p>'
    assert html_to_cyrillic(html) == (
        '<p>ово <em lang="sq">kjo <b>dhe</b></em> оно <code>kod</code> <i lang="sr-Latn">то</i></p>'
    )


def test_html_escaped_markup_stays_escaped():
    assert html_to_cyrillic("&lt;script&gt;alert(1)&lt;/script&gt;") == "&lt;сцрипт&gt;алерт(1)&lt;/сцрипт&gt;"


def test_in_script_acts_only_on_serbian_latin_under_sr():
    with translation.override("sr"):
        assert in_script("Opština") == "Општина"
        assert in_script("Komuna", "sq") == "Komuna"
    with translation.override("sr-latn"):
        assert in_script("Opština") == "Opština"


def test_in_script_plain_text_is_not_taken_for_markup():
    with translation.override("sr"):
        shown = in_script("a < b & c > d")
        safe = in_script(mark_safe("a &lt; b"))
    assert (shown, hasattr(shown, "__html__")) == ("а < б & ц > д", False)
    assert (safe, hasattr(safe, "__html__")) == ("а &lt; б", True)


def test_language_shown_is_cyrillic_where_the_text_is():
    for reader, written, shown in (("sr", "sr-latn", "sr"), ("sr", "sq", "sq"), ("en", "sr-latn", "sr-latn")):
        with translation.override(reader):
            assert language_shown(written) == shown


def test_local_text_knows_its_language():
    texts = {"sr-latn": "Opština", "sq": "Komuna"}
    with translation.override("sr"):
        assert (local_text(texts), local_text(texts).language) == ("Општина", "sr")
    with translation.override("mk"):
        assert (local_text(texts, "sq"), local_text(texts, "sq").language) == ("Komuna", "sq")
    with translation.override("en"):
        assert (local_text({}), local_text({}).language) == ("", "")
