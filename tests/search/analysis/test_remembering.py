"""A function as a dictionary."""

from search.analysis.remembering import Remembering


def test_function_is_asked_once_for_each_key() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    remembered = Remembering(length, 10)
    assert list(map(remembered.__getitem__, ("një", "dy", "një", "dy"))) == [3, 2, 3, 2]
    assert asked == ["një", "dy"]


def test_no_more_are_kept_than_asked_for_and_answers_stay_right() -> None:
    remembered = Remembering(str, 7)
    for number in (*range(100), *range(0, 100, 3)):
        assert remembered[number] == str(number)
        assert len(remembered) <= 7
