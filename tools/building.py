"""What building the wheel does beside collecting packages: the catalogues go along, all of them compiled.

`locale/` lies beside the packages, where gettext's tools expect it; in the wheel it is `cms/locale/`, where Django
looks for the catalogues of an app. Babel compiles, as everywhere, so no gettext has to be installed.
"""

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "locale"
TARGET = Path("cms") / "locale"


class BuildWithCatalogues(build_py):
    """`build_py`, then the catalogues. An editable install reads them where they are."""

    def run(self) -> None:
        """FileNotFoundError without `locale/`: a wheel that speaks English alone is not to be made by mistake."""
        super().run()
        if self.editable_mode:
            return
        built = Path(self.build_lib)
        for catalogue in sorted(SOURCE.glob("*/LC_MESSAGES/*.po")):
            target = built / TARGET / catalogue.relative_to(SOURCE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(catalogue, target)
        if not (built / TARGET).is_dir():
            raise FileNotFoundError(f"{SOURCE} has no catalogues")
        for catalogue in sorted(built.rglob("LC_MESSAGES/*.po")):
            compile_catalogue(catalogue)


def compile_catalogue(source: Path) -> None:
    """Write the .mo beside a .po; without what is marked as a guess."""
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    with source.with_suffix(".mo").open("wb") as binary:
        write_mo(binary, catalogue, use_fuzzy=False)
