"""Lint the gettext catalogues: each text that the code marks is in each, translated, with its placeholders.

translations.py          complain and end with 1 where something is wrong
translations.py --write  first bring the catalogues up to date with the code (needs gettext)
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("cms", "consultations", "search", "plugins")
LANGUAGES = ("mk", "sq", "sr", "sr_Latn")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
MARKED = ("*.py", "*.html", "*.txt", "*.po")
EXTRACT = (
    *("makemessages", "--no-obsolete", "--no-location", "--no-wrap"),
    *("--ignore=examples/*", "--ignore=tests/*", "--ignore=var/*"),
)

Key = tuple[str | None, str]


def locale_folders(root: Path) -> list[Path]:
    """The folders that hold catalogues: the site's, and those of plugins that bring their own."""
    found = [root / "locale"] if (root / "locale").is_dir() else []
    for room in ROOMS:
        found += sorted(path for path in (root / room).rglob("locale") if path.is_dir())
    return found


def extract(root: Path) -> None:
    """Let Django's makemessages update the catalogues below root."""
    languages = [option for language in LANGUAGES for option in ("-l", language)]
    done = subprocess.run(
        [sys.executable, "-m", "django", *EXTRACT, *languages],
        check=False,
        cwd=root,
        env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        sys.exit(done.stdout)


def copy_of_rooms(target: Path) -> None:
    """What makemessages reads, and nothing else, so that it can write there."""
    for room in (*ROOMS, "locale"):
        for pattern in MARKED:
            for path in sorted((ROOT / room).rglob(pattern)):
                copy = target / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)


def keys(catalogue: polib.POFile) -> set[Key]:
    """What identifies its texts, those that the code no longer has left out."""
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def complaints_about_entry(entry: polib.POEntry, plurals: int) -> Iterator[str]:
    """What is wrong with one translation; `plurals` is how many forms its language has."""
    if entry.fuzzy:
        yield "is marked fuzzy"
        return
    forms = entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}
    if len(forms) != (plurals if entry.msgid_plural else 1) or not all(forms.values()):
        yield "is not translated in every form"
        return
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for number, text in forms.items():
        # "One day" may leave the number out where "%(count)s days" may not.
        spare = set(PLACEHOLDER.findall(entry.msgid_plural)) if entry.msgid_plural and number == 0 else set()
        if not wanted - spare <= set(PLACEHOLDER.findall(text)) <= wanted:
            yield f"has other placeholders than the English text: {text!r}"


def plural_forms(catalogue: polib.POFile) -> int:
    """How many plural forms the catalogue's language has, by its own header."""
    found = re.match(r"nplurals=(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    return int(found[1]) if found else 0


def complaints_about_file(path: Path, marked: set[Key] | None) -> Iterator[str]:
    """What is wrong with one catalogue; `marked` holds the texts of the code, None where that is unknown."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    name = path.relative_to(ROOT)
    plurals = plural_forms(catalogue)
    for entry in catalogue:
        if entry.obsolete:
            yield f"{name}: {entry.msgid!r} is no longer in the code"
            continue
        for complaint in complaints_about_entry(entry, plurals):
            yield f"{name}: {entry.msgid!r} {complaint}"
    if marked is not None:
        for _, text in sorted(marked - keys(catalogue), key=str):
            yield f"{name}: {text!r} is missing"
        for _, text in sorted(keys(catalogue) - marked, key=str):
            yield f"{name}: {text!r} is no longer in the code"


def complaints() -> Iterator[str]:
    """Everything wrong with any catalogue."""
    folders = locale_folders(ROOT)
    if not folders:
        yield "there is no folder locale/"
    with tempfile.TemporaryDirectory(prefix="kuvend-messages-") as folder:
        copy = Path(folder)
        can_extract = shutil.which("xgettext") is not None
        if can_extract:
            copy_of_rooms(copy)
            extract(copy)
        elif os.environ.get("CI") == "true":
            yield "xgettext is missing (Debian: gettext)"
        else:
            print("xgettext is missing: whether every text of the code is in the catalogues is not checked")
        for language in LANGUAGES:
            for parent in folders:
                path = parent / language / "LC_MESSAGES" / "django.po"
                twin = copy / path.relative_to(ROOT)
                marked = keys(polib.pofile(str(twin))) if can_extract and twin.exists() else None
                if path.exists():
                    yield from complaints_about_file(path, marked)
                elif not can_extract or marked:
                    yield f"{path.relative_to(ROOT)} does not exist"


def main() -> int:
    """0 where nothing is wrong."""
    if sys.argv[1:] == ["--write"]:
        (ROOT / "locale").mkdir(exist_ok=True)
        extract(ROOT)
    found = list(complaints())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
