"""Names for the languages in their own words, where Django's table lacks or differs from ours."""


def register_languages() -> None:
    """Let Django know the two scripts of Serbian by the names their readers use."""
    import django.conf.locale

    django.conf.locale.LANG_INFO["sr-latn"] = {
        **django.conf.locale.LANG_INFO["sr-latn"],
        "name": "Serbian (Latin)",
        "name_local": "Srpski",
    }
    django.conf.locale.LANG_INFO["sr"] = {
        **django.conf.locale.LANG_INFO["sr"],
        "name": "Serbian (Cyrillic)",
        "name_local": "Српски",
    }
