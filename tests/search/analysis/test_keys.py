"""Words of one lemma share a key, however they are written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import query_tokens_of, tokens_of
from search.analysis.words import lemmas_of, lexicon_of

LATIN = "abvgdđežzijklmnoprstćufhcčš"
CYRILLIC = "абвгдђежзијклмнопрстћуфхцчш"


def keys(word: str, language: str | None) -> set[str]:
    (token,) = tokens_of(word, language)
    return set(token.keys)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("sq", "komunave", "komuna"),
        ("sq", "komunës", "komuna"),
        ("sq", "buxheti", "buxhetit"),
        ("sq", "shkollat", "shkolla"),
        ("sq", "punoi", "punojmë"),
        ("sq", "qytetarëve", "qytetari"),
        ("sr", "opštine", "opština"),
        ("sr", "kućama", "kuća"),
        ("sr", "gradovima", "grad"),
        ("sr", "nastavi", "nastaviti"),
        ("sr", "rešavanja", "rešavanje"),
        ("hr", "općini", "općina"),
        ("bs", "vrijeme", "vremena"),
        ("mk", "општините", "општина"),
        ("mk", "градот", "градови"),
        ("mk", "решавањето", "решавања"),
        ("tr", "ılıcanın", "ılıca"),
        ("tr", "belediyesine", "belediye"),
        ("tr", "geldiler", "geliyor"),
        ("en", "thought", "thinks"),
        ("en", "cities", "city"),
        ("en", "meetings", "meeting"),
        ("en", "safer", "safe"),
        ("en", "wider", "widest"),
        ("en", "planning", "planned"),
        ("en", "taxing", "taxes"),
        ("en", "swimming", "swam"),
        ("en", "Tue", "Tuesday"),
        ("en", "broadcasting", "broadcasts"),
        ("en", "loaves", "loaf"),
        ("en", "answering", "answered"),
        ("en", "openings", "opening"),
        ("en", "opening", "opened"),
        ("sq", "djemtë", "djalë"),
        ("sq", "netët", "natë"),
        ("tr", "gidebilecekler", "gidiyor"),
    ],
)
def test_forms_of_one_lemma_share_a_key(language: str, one: str, other: str) -> None:
    assert keys(one, language) & keys(other, language)


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("sr", "opštine", "општине"),
        ("sr", "opštine", "opstine"),
        ("sr", "opštine", "opshtine"),
        ("sr", "đaci", "djaci"),
        ("sr", "đaci", "ђаци"),
        ("bs", "kućama", "kucama"),
        ("sq", "komunës", "komunes"),
        ("sq", "çështjet", "ceshtjet"),
        ("tr", "ılıca", "ilica"),
        ("tr", "İLÇELERİ", "ilceleri"),
        ("mk", "куќите", "куките"),
        ("mk", "општините", "opštinite"),
        ("mk", "општините", "opstinite"),
    ],
)
def test_word_typed_plainly_or_in_the_other_script_shares_its_key(language: str, written: str, typed: str) -> None:
    assert keys(written, language) & keys(typed, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("sr", "grad", "građanin"),
        ("sq", "ligj", "ligjërues"),
        ("en", "city", "citizen"),
        ("mk", "град", "градина"),
        ("sq", "thyerja", "thyejnë"),
        ("sq", "ngrënie", "ngrënës"),
        ("sq", "linda", "lindja"),
        ("sq", "duke", "duket"),
        ("sq", "lidhje", "lidhet"),
        ("en", "housing", "houses"),
        ("en", "fired", "fir"),
        ("en", "news", "newer"),
        ("en", "sun", "Sunday"),
        ("en", "m", "are"),
        ("mk", "л", "лице"),
        ("mk", "за", "жа"),
        ("sr", "сума", "шума"),
        ("sq", "aaaaa", "a"),
        ("mk", "ккккк", "к"),
    ],
)
def test_different_lemmas_share_none(language: str, one: str, other: str) -> None:
    assert not keys(one, language) & keys(other, language)


def test_word_with_its_diacritics_means_just_that() -> None:
    assert keys("kuća", "sr") == {"hbs:kuća"}
    assert keys("kuca", "sr") > {"hbs:kuća"}


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("sr", ("zmurkovanja", "zmurkovanje", "zmurkovanjem")),
        ("sq", ("blimtorit", "blimtori", "blimtorin")),
        ("mk", ("блимторот", "блимтор")),
        ("en", ("blimtors", "blimtor")),
    ],
)
def test_forms_of_a_word_no_lexicon_has_share_a_guess(language: str, forms: tuple[str, ...]) -> None:
    assert set.intersection(*(keys(form, language) for form in forms))


def test_keys_and_loose_keys_name_their_language_and_never_meet() -> None:
    for token in query_tokens_of("komunave општините kućama belediyenin meetings zmurkovanja"):
        assert token.keys
        assert token.loose
        assert all(key.split(":")[0] in ("sq", "hbs", "mk", "tr", "en") for key in token.keys)
        assert all("~" in key and ":" not in key for key in token.loose)
        assert not any(character.isspace() for key in (*token.keys, *token.loose) for character in key)


@pytest.mark.parametrize(
    ("british", "american"),
    [("colours", "color"), ("organised", "organizes"), ("centre", "centers"), ("licence", "licenses")],
)
def test_british_and_american_spellings_share_a_key(british: str, american: str) -> None:
    assert keys(british, "en") & keys(american, "en")


@pytest.mark.parametrize(
    ("language", "slip", "word"),
    [
        ("en", "goverment", "government"),
        ("en", "recieved", "receive"),
        ("en", "neccessary", "necessary"),
        ("en", "acommodation", "accommodation"),
        ("en", "enviroment", "environment"),
        ("en", "seperate", "separate"),
        ("en", "answerin", "answered"),
        ("en", "councillo", "councillors"),
        ("sq", "qytetarve", "qytetari"),
        ("sq", "gjithëmonë", "gjithmonë"),
        ("sq", "mbeturnave", "mbeturina"),
        ("sq", "rrezultatet", "rezultati"),
        ("sq", "ndertëses", "ndërtesa"),
        ("sq", "transprencë", "transparenca"),
    ],
)
def test_word_with_one_slip_has_the_key_of_what_was_meant(language: str, slip: str, word: str) -> None:
    assert keys(slip, language) & keys(word, language)


@pytest.mark.parametrize("name", ["Prishtina", "Gjakova", "Rahovec", "Krasniqi", "Trajkovski", "shkolla", "ulica"])
def test_names_and_words_of_other_languages_are_no_slips(name: str) -> None:
    assert meant_lemmas("en", name) == meant_lemmas("sq", name) == ()


def meant_lemmas(language: str, word: str) -> tuple[str, ...]:
    """What a word of a text has beyond its own lemmas."""
    found = lemmas_of(language, word.lower(), word.lower())
    lexicon = lexicon_of(language)
    assert lexicon is not None
    own = lexicon.lemmas(word.lower(), word.lower()) or lexicon.guesses(word.lower())
    return tuple(lemma for lemma in found if lemma not in own)


def test_loose_keys_join_both_pronunciations() -> None:
    (ekavian,), (ijekavian,) = tokens_of("mleko", "sr"), tokens_of("mlijeko", "bs")
    assert set(ekavian.loose) & set(ijekavian.loose)


@pytest.mark.parametrize(("noun", "verb"), [("funding", "funded"), ("recycling", "recycle"), ("planning", "plan")])
def test_loose_keys_join_a_gerund_and_its_verb(noun: str, verb: str) -> None:
    (one,), (other,) = tokens_of(noun, "en"), tokens_of(verb, "en")
    assert set(one.loose) & set(other.loose)


def test_query_has_the_keys_of_every_language_that_knows_the_word() -> None:
    (token,) = query_tokens_of("plan")
    assert {"sq:plan", "hbs:plan", "mk:plan", "tr:plan", "en:plan"} <= set(token.keys)


def test_numbers_and_other_scripts_have_no_keys() -> None:
    assert [token.keys for token in query_tokens_of("05 2024 公 مرحبا x9")] == [(), (), (), (), ()]


@pytest.mark.parametrize("word", ["soooo", "veryyyy"])
def test_stretched_word_is_the_word(word: str) -> None:
    assert keys(word, "en") & (keys("so", "en") | keys("very", "en"))


@given(st.text(alphabet=LATIN, min_size=1, max_size=20))
def test_serbian_has_the_same_keys_in_both_scripts(word: str) -> None:
    assert keys(word.translate(str.maketrans(LATIN, CYRILLIC)), "sr") == keys(word, "sr")


@given(st.text(alphabet="aeioubdklmëçčćšžđöüşğı", min_size=1, max_size=20), st.sampled_from(["sq", "sr", "tr"]))
def test_accents_together_or_apart_give_the_same_keys(word: str, language: str) -> None:
    assert keys(unicodedata.normalize("NFD", word), language) == keys(word, language)


@given(st.text(alphabet=LATIN + "yxqwëçşğı", min_size=1, max_size=90))
def test_every_word_of_letters_has_a_key_in_each_language_asked_for(word: str) -> None:
    for token in tokens_of(word, "sq"):
        assert token.keys


@given(st.text(max_size=300), st.sampled_from([None, "sq", "sr", "mk", "tr", "en", "xx", ""]))
def test_any_text_in_any_language_has_the_same_words(text: str, language: str | None) -> None:
    places = [(token.start, token.end, token.exact, token.folded) for token in tokens_of(text, language)]
    assert places == [(token.start, token.end, token.exact, token.folded) for token in query_tokens_of(text)]


@pytest.mark.parametrize(
    "odd", ["\ud83d", "a\ud83db", "\x00", "a\u0301" * 500, "\u202eabc", "ш" * 100_000, "ë" * 65]
)
def test_odd_input_never_raises(odd: str) -> None:
    for token in (*tokens_of(odd), *query_tokens_of(odd)):
        assert odd[token.start : token.end] == token.text
