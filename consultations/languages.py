"""The languages people may write in, wider than those the interface speaks."""

#: Codes with their own names: official languages of the states and municipalities served, and English.
SUBMISSION_LANGUAGES: dict[str, str] = {
    "sq": "Shqip",
    "sr-latn": "Srpski",
    "sr": "Српски",
    "mk": "Македонски",
    "en": "English",
    "bs": "Bosanski",
    "tr": "Türkçe",
    "rom": "Romani čhib",
    "hr": "Hrvatski",
}
