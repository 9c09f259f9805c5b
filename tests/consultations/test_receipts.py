"""Receipt numbers survive being read out and typed in again."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consultations.receipts import ALPHABET, new_receipt_number, read_receipt_number

POSITIONS = [*range(8, 12), *range(13, 17)]


def test_receipt_number_has_its_year_and_eight_characters():
    number = new_receipt_number(2026)

    assert number[:8] == "KV-2026-"
    assert (number[12], len(number)) == ("-", 17)
    assert set(number[8:]) - {"-"} <= set(ALPHABET)


def test_receipt_numbers_are_not_drawn_twice_in_a_thousand():
    assert len({new_receipt_number(2026) for _ in range(1000)}) == 1000


def test_receipt_number_is_understood_however_it_is_typed():
    number = "KV-2026-10AB-CD3H"
    checked = next(f"KV-2026-10AB-CD3{c}" for c in ALPHABET if read_receipt_number(f"KV-2026-10AB-CD3{c}"))

    assert read_receipt_number(checked.lower()) == checked
    assert read_receipt_number(f" {checked.replace('-', '')} ") == checked
    assert read_receipt_number(checked.replace("10AB", "IOAB")) == checked
    assert read_receipt_number(checked.replace("10AB", "LoAB")) == checked
    assert sum(read_receipt_number(f"{number[:-1]}{c}") is not None for c in ALPHABET) == 1


@pytest.mark.parametrize("typed", ["", "KV", "KV-2026-10AB-CD3", "XX-2026-10AB-CD3H", "KV-2026-10ABC-D3UH", "🙂"])
def test_what_cannot_be_a_receipt_number_is_none(typed):
    assert read_receipt_number(typed) is None


@given(
    st.builds(new_receipt_number, st.integers(2000, 2999)), st.sampled_from(POSITIONS), st.sampled_from(ALPHABET)
)
def test_one_wrong_character_is_noticed(number, position, character):
    assume(number[position] != character)

    assert read_receipt_number(number) == number
    assert read_receipt_number(number[:position] + character + number[position + 1 :]) is None


@given(st.builds(new_receipt_number, st.just(2026)), st.sampled_from([8, 9, 10, 13, 14, 15]))
def test_two_neighbours_swapped_are_noticed(number, position):
    first, second = number[position : position + 2]
    assume(first != second)

    assert read_receipt_number(number[:position] + second + first + number[position + 2 :]) is None
