"""The site as it stands after `make run`: it opens in every language, with and without scripts."""

import pytest

pytestmark = pytest.mark.e2e

LANGUAGES = [("en", "en"), ("sq", "sq"), ("sr-latn", "sr-Latn"), ("sr", "sr-Cyrl"), ("mk", "mk")]


@pytest.mark.parametrize(("code", "lang"), LANGUAGES)
@pytest.mark.parametrize("javascript", [True, False])
def test_home_says_its_language_and_fits_a_telephone(person, code, lang, javascript):
    page = person(width=360, height=740, javascript=javascript)
    answer = page.goto(f"/{code}/")
    assert (answer.status, page.locator("html").get_attribute("lang")) == (200, lang)
    assert page.locator("h1").count() == 1
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_visitor_is_led_to_the_language_of_the_browser(person):
    page = person(locale="mk-MK")
    page.goto("/")
    assert page.url.endswith("/mk/")
