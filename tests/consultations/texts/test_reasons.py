"""Public reasons of officials."""

import pytest

from consultations.errors import ReasonInvalid, ReasonMissing
from consultations.texts.reasons import REASON_LIMIT, public_reasons


def test_reasons_are_normalised_and_empty_ones_left_out():
    assert public_reasons({"mk": " Навреда.\r\n", "sq": " ", "en": "An\x00 insult."}, required="mk") == {
        "mk": "Навреда.",
        "en": "An insult.",
    }


def test_reason_in_the_required_language_may_not_be_missing():
    with pytest.raises(ReasonMissing) as refused:
        public_reasons({"en": "An insult.", "mk": "\u200b"}, required="mk")
    assert refused.value.params == {"language": "mk"}


@pytest.mark.parametrize(
    "reasons",
    [{"xx": "a"}, {"mk": 1}, {"mk": None}, {"mk": "a" * (REASON_LIMIT + 1)}, {"mk": "\ud800"}, {"mk": ["a"]}],
)
def test_reason_that_is_no_text_is_refused(reasons):
    with pytest.raises(ReasonInvalid):
        public_reasons(reasons)
