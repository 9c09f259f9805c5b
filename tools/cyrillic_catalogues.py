"""Write the Serbian Cyrillic catalogues from the Latin ones: cyrillic_catalogues.py [--check].

One language in two scripts is translated once. Placeholders, markup, addresses and names of formats stay in
Latin letters.
"""

import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.site.scripts import text_to_cyrillic  # noqa: E402

KEPT = re.compile(
    r"%\(\w+\)[a-z]|%[a-z%]|\{[^}]*\}|<[^>]*>|&\w+;|https?://\S+|\S+@\S+|/\S+/"
    r"|\b(?:Kuvend|Wagtail|API|CSV|JSON|OpenAPI|PDF|SHA-256|HTML|IP|URL|Word|JavaScript|SQLite|WCAG|EN|e-mail)\b"
    r"|\b[\w-]+(?:\.[\w-]+)+\b"
)


def cyrillic(text: str) -> str:
    """The text in Cyrillic letters, what must stay left as it is."""
    shown, end = [], 0
    for kept in KEPT.finditer(text):
        shown += [text_to_cyrillic(text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*shown, text_to_cyrillic(text[end:])])


def transliterated(path: Path) -> polib.POFile:
    """The Cyrillic twin of a Latin catalogue."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.metadata["Language"] = "sr"
    for entry in catalogue:
        entry.msgstr = cyrillic(entry.msgstr)
        entry.msgstr_plural = {number: cyrillic(form) for number, form in entry.msgstr_plural.items()}
    return catalogue


def main() -> int:
    """0, or with --check 1 where a catalogue is not what it would be written as."""
    stale = 0
    for latin in sorted(ROOT.rglob("sr_Latn/LC_MESSAGES/django.po")):
        if ".venv" in latin.parts or "var" in latin.relative_to(ROOT).parts:
            continue
        target = latin.parents[2] / "sr" / "LC_MESSAGES" / "django.po"
        made = str(transliterated(latin))
        if "--check" in sys.argv:
            if not target.exists() or target.read_text(encoding="utf-8") != made:
                print(f"{target.relative_to(ROOT)} is not the transliteration of its Latin twin")
                stale = 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(made, encoding="utf-8")
        print(f"{target.relative_to(ROOT)}")
    return stale


if __name__ == "__main__":
    sys.exit(main())
