"""A CSV file becomes the list: all of it, or nothing."""

import pytest
from kuvend_neighbourhoods.importing import (
    CodeTwice,
    CodeUnusable,
    ColumnUnknown,
    LineRefused,
    LineTooLong,
    NameMissing,
    NameTooLong,
    NoColumns,
    NotText,
    TooLarge,
    import_settlements,
)
from kuvend_neighbourhoods.models import Settlement

from plugins.api.record import institution_by_uuid


@pytest.fixture
def bring_in(world):
    """`bring_in("code,en\\n…")`: the number of new and of changed settlements."""

    def take(text):
        content = text if isinstance(text, bytes) else text.encode()
        done = import_settlements(institution=institution_by_uuid(world.institution.uuid), content=content)
        return done.created, done.changed

    return take


def listed():
    """The list as it is."""
    return list(Settlement.objects.values_list("code", "names"))


def test_list_is_taken_in_its_order(bring_in):
    assert bring_in("en,sq\nZhelino,Zhelinë\n\nKopanica,\n") == (2, 0)
    assert listed() == [
        ("testville-zhelino", {"en": "Zhelino", "sq": "Zhelinë"}),
        ("testville-kopanica", {"en": "Kopanica"}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffcode;en;sq\r\nk1;Kopanica;Kopanicë\r\n",
        'EN , sq,code\n" Kopanica",Kopanicë,K1\n',
        "code,en,sq\ntestville-k1,Kopanica,Kopanicë",
    ],
    ids=["of a spreadsheet", "in another order", "with the whole code"],
)
def test_list_is_read_however_it_is_written(bring_in, text):
    assert bring_in(text) == (1, 0)
    assert listed() == [("testville-k1", {"en": "Kopanica", "sq": "Kopanicë"})]


def test_known_code_changes_the_names_and_nothing_else(bring_in):
    bring_in("code,en\nk1,Kopanica\n")
    assert bring_in("code,en,sq\nk1,Kopanitsa,Kopanicë\nk2,Zhelino,\n") == (1, 1)
    assert listed() == [
        ("testville-k1", {"en": "Kopanitsa", "sq": "Kopanicë"}),
        ("testville-k2", {"en": "Zhelino"}),
    ]


def test_code_of_another_institution_is_not_touched(bring_in, second_world):
    other = institution_by_uuid(second_world.institution.uuid)
    import_settlements(institution=other, content=b"code,en\nk1,Theirs\n")
    bring_in("code,en\notherton-k1,Mine\n")
    assert ("otherton-k1", {"en": "Theirs"}) in listed()
    assert ("testville-otherton-k1", {"en": "Mine"}) in listed()


@pytest.mark.parametrize(
    ("text", "refusal", "message"),
    [
        ("", NoColumns, "“en” is needed"),
        ("sq\nKopanicë\n", NoColumns, "“en” is needed"),
        ("en,de\nA,B\n", ColumnUnknown, "no column “de”. Known are: code, en, sq."),
        ("en,en\nA,B\n", ColumnUnknown, "no column “en”"),
        ("en,sq\nA,B\n,C\n", NameMissing, "Line 3: there is no name in the column “en”."),
        (f"en\nA\n{'x' * 121}\n", NameTooLong, "Line 3: a name is longer than 120 characters."),
        ("en\nA,B\n", LineTooLong, "Line 2 has more values than there are columns."),
        ("en\nA\nA\n", LineRefused, "Line 3: There is another settlement with the code “testville-a”."),
        ("code,en\nк1,A\nк2,B\n", CodeUnusable, "Line 2: write the code with the letters a to z and digits."),
        ("code,en\nk 1,A\nK-1,B\n", CodeTwice, "Line 3: the code “K-1” is there twice."),
        (b"en\nKopanic\xeb\n", NotText, "no text in UTF-8"),
        ("en\nA\0\n", NotText, "no text in UTF-8"),
        ("en\n" + "x" * 600_000, TooLarge, "larger than 512 kB"),
    ],
)
def test_list_that_cannot_be_read_is_refused_whole_and_says_where(bring_in, text, refusal, message):
    with pytest.raises(refusal) as refused:
        bring_in(text)
    assert message in refused.value.message
    assert listed() == []
