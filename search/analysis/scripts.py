"""From Cyrillic to Latin, letter by letter.

Latin is the pivot because it loses nothing: every Cyrillic letter has one Latin spelling, while the Latin
`nj` may be `њ` or `нј`. Serbian letters follow Vuk and Gaj, Macedonian ones the national romanisation
(ѓ gj, ќ kj, ѕ dz); letters of other Slavic languages follow the scientific transliteration, so that a
quotation in them is still found. The tables hold lower-case letters only.
"""

SERBIAN_AND_MACEDONIAN = {
    **dict(zip("абвгдежзијклмнопрстуфхцчш", "abvgdežzijklmnoprstufhcčš", strict=True)),
    "ђ": "đ",
    "љ": "lj",
    "њ": "nj",
    "ћ": "ć",
    "џ": "dž",
    "ѓ": "gj",
    "ќ": "kj",
    "ѕ": "dz",
    "ѐ": "e",
    "ѝ": "i",
}
OTHER_SLAVIC = {
    "й": "j",
    "щ": "št",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "ju",
    "я": "ja",
    "ё": "e",
    "і": "i",
    "ї": "ji",
    "є": "je",
    "ґ": "g",
    "ў": "u",
}

CYRILLIC_TO_LATIN = str.maketrans({**OTHER_SLAVIC, **SERBIAN_AND_MACEDONIAN})
"""For `str.translate` on composed (NFC), lower-case text."""
