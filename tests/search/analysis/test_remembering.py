"""A function as a dictionary."""

from search.analysis.remembering import Remembering


def remembering(most: int) -> tuple[Remembering[str, int], list[str]]:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    return Remembering(length, most), asked


def test_function_is_asked_once_for_each_key() -> None:
    remembered, asked = remembering(10)
    assert list(map(remembered.__getitem__, ("një", "dy", "një", "dy"))) == [3, 2, 3, 2]
    assert asked == ["një", "dy"]


def test_no_more_are_kept_than_asked_for_and_answers_stay_right() -> None:
    remembered = Remembering(str, 8)
    for number in (*range(100), *range(0, 100, 3)):
        assert remembered[number] == str(number)
        assert len(remembered) + len(remembered._before) <= 8


def test_what_is_asked_for_again_stays_and_the_rest_is_forgotten() -> None:
    remembered, asked = remembering(8)
    for number in range(40):
        assert remembered["often"] == 5
        assert remembered[f"seldom {number}"] > 7
    assert asked.count("often") == 1
    assert remembered["seldom 0"] == 8
    assert asked.count("seldom 0") == 2


def test_nothing_is_left_after_clearing() -> None:
    remembered, asked = remembering(4)
    for word in ("a", "b", "c", "a"):
        remembered[word]
    remembered.clear()
    remembered["a"]
    assert asked == ["a", "b", "c", "a"]
