"""Are names, labels and texts there in every language of the interface?"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from plugins.kernel.manifest import PluginManifest
from plugins.kernel.registry import registry

INTERFACE_LANGUAGES = ("en", "sq", "sr-latn", "mk")
"""The languages that names and labels are wanted in; Serbian Cyrillic is made from the Latin."""
CATALOGUES = ("mk", "sq", "sr", "sr_Latn")
"""The catalogues that a plugin with texts of its own brings: locale/<this>/LC_MESSAGES/django.po."""
SINGULAR = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
WITH_CONTEXT = frozenset({"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"})
TEMPLATE_CALL = re.compile(r"\b(?:n?p?gettext|_)\((?=u?['\"])")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")


def untranslated(slug: str, languages: Iterable[str] = INTERFACE_LANGUAGES) -> list[str]:
    """Names, descriptions and labels in the manifest that lack one of the languages."""
    wanted = tuple(languages)
    manifest = registry.plugin(slug).manifest
    return [
        f"{where}: no {language}"
        for where, texts in _texts(manifest)
        for language in wanted
        if language not in texts
    ]


def _texts(manifest: PluginManifest) -> Iterable[tuple[str, Mapping[str, Any]]]:
    yield "name", manifest.name
    yield "description", manifest.description
    for permission in manifest.permissions:
        yield f"permission {permission.codename}", permission.label
    for declared in manifest.personal_data:
        yield f"personal data {declared.model}", declared.purpose
    for setting in manifest.settings:
        yield f"setting {setting.name}", setting.label
        if setting.help:
            yield f"help of setting {setting.name}", setting.help
        for value, label in setting.choices:
            yield f"choice {value} of setting {setting.name}", label
    for contribution in manifest.contributions:
        shown = contribution.options.get("label")
        if isinstance(shown, Mapping):
            yield f"label of {contribution.point}", shown


def untranslated_texts(folder: Path) -> list[str]:
    """Texts that the code and the templates below a folder mark, and its catalogues do not translate.

    Nothing is asked of a plugin without texts of its own.
    """
    marked = sorted(set(marked_texts(folder)))
    return (
        [complaint for language in CATALOGUES for complaint in _lacking(folder, language, marked)]
        if marked
        else []
    )


def marked_texts(folder: Path) -> Iterator[str]:
    """Every text marked for translation in the Python files and templates below a folder."""
    for path in sorted(folder.rglob("*.py")):
        if not {"migrations", "tests"} & set(path.relative_to(folder).parts):
            yield from _in_python(path.read_text(encoding="utf-8"))
    for path in sorted((*folder.rglob("*.html"), *folder.rglob("*.txt"))):
        if "templates" in path.relative_to(folder).parts:
            yield from _in_template(path.read_text(encoding="utf-8"))


def _in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        position = 1 if name in WITH_CONTEXT else 0
        if name in SINGULAR | PLURAL | WITH_CONTEXT and len(node.args) > position:
            argument = node.args[position]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def _in_template(source: str) -> Iterator[str]:
    """Django turns a template into calls of gettext; each is read as Python from its name to its bracket."""
    code = templatize(source)
    for found in TEMPLATE_CALL.finditer(code):
        end = found.end()
        while (end := code.find(")", end) + 1) > 0:
            try:
                tree = ast.parse(code[found.start() : end].strip(), mode="eval")
            except SyntaxError:
                continue
            yield from _in_python(ast.unparse(tree))
            break


def _lacking(folder: Path, language: str, marked: Iterable[str]) -> Iterator[str]:
    path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    name = path.relative_to(folder)
    if not path.is_file():
        yield f"{name} does not exist, and there are texts to translate"
        return
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    entries = {_english(message): message for message in catalogue if message.id}
    for text in marked:
        entry = entries.get(text)
        if entry is None:
            yield f"{name}: {text!r} is missing"
        else:
            yield from (f"{name}: {text!r} {complaint}" for complaint in _wrong(entry))


def _english(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _wrong(message: Message) -> Iterator[str]:
    forms = list(message.string) if isinstance(message.string, list | tuple) else [message.string]
    if message.fuzzy:
        yield "is marked fuzzy"
    elif not all(forms):
        yield "is not translated in every form"
    else:
        sources = message.id if isinstance(message.id, list | tuple) else [message.id]
        wanted = {sign for source in sources for sign in PLACEHOLDER.findall(source)}
        for form in forms:
            if not set(PLACEHOLDER.findall(str(form))) <= wanted:
                yield f"has other placeholders than the English text: {form!r}"
