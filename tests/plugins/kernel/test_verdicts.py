import pytest

from plugins.kernel.verdicts import Decision, Verdict, heaviest


def test_refusal_without_a_message_for_the_person_cannot_be_made():
    with pytest.raises(ValueError, match="a refusal needs a message"):
        Verdict.refuse(" ")


def test_heaviest_verdict_decides_and_the_first_of_equals_wins():
    first, second = Verdict.hold("first"), Verdict.hold("second")
    refusal = Verdict.refuse("No links, please.")
    assert heaviest([Verdict.accept(), first, second]) is first
    assert heaviest([first, refusal, second]) is refusal


def test_heaviest_of_no_verdicts_accepts():
    assert heaviest([]).decision is Decision.ACCEPT
