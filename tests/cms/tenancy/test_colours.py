"""Which colours may stand behind text."""

import pytest
from django.core.exceptions import ValidationError

from cms.tenancy.colours import contrast_ratio, validate_against_ink, validate_against_white


def test_contrast_of_black_and_white_is_21():
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)


def test_contrast_does_not_depend_on_the_order():
    assert contrast_ratio("#1d4e6f", "#ffffff") == contrast_ratio("#ffffff", "#1d4e6f")


@pytest.mark.parametrize("colour", ["#767676", "#1d4e6f"])
def test_main_colour_dark_enough_for_white_text_is_taken(colour):
    validate_against_white(colour)


@pytest.mark.parametrize(
    ("colour", "code"), [("#777777", "low_contrast"), ("red", "not_a_colour"), ("#12345g", "not_a_colour")]
)
def test_main_colour_white_text_cannot_be_read_on_is_refused(colour, code):
    with pytest.raises(ValidationError) as refused:
        validate_against_white(colour)
    assert refused.value.code == code


def test_accent_colour_is_measured_against_dark_text():
    validate_against_ink("#f2b84b")
    with pytest.raises(ValidationError) as refused:
        validate_against_ink("#5a5a5a")
    assert refused.value.code == "low_contrast"
