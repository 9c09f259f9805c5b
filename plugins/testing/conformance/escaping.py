"""Is everything that people write escaped?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consultations.activation.settings import change_plugin_settings
from consultations.models import Consultation, Institution
from plugins.testing.conformance.contexts import answers
from plugins.testing.conformance.subject import Subject
from plugins.testing.conformance.visiting import ADMIN, PUBLIC, client_at, visits
from plugins.testing.world import World

HOSTILE = "<script>kuvend()</script>\"><img src=x onerror='kuvend()'>{{ 7|add:7 }}"
RAW = ("<script>kuvend", "<img src=x onerror", "&amp;lt;script&amp;gt;")
"""What of it must be nowhere in HTML: it as it is, or escaped twice."""
UNSAFE_IN_TEMPLATE = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off\b")
UNSAFE_CALLS = frozenset({"mark_safe", "SafeString", "SafeText"})


def unsafe_marks(folder: Path) -> list[str]:
    """Places below a folder that say that something is safe HTML without escaping it: file and line.

    `mark_safe` of a constant is let pass; use `format_html` or a template for anything else. A place that
    must be so, because its text was sanitised, says `# safe: why` or `{# safe: why #}` on its line.
    """
    found = []
    for path in sorted(folder.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if UNSAFE_IN_TEMPLATE.search(line) and "{# safe: " not in line:
                found.append(f"{path.relative_to(folder)}:{number} switches escaping off: {line.strip()}")
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        found += [
            f"{path.relative_to(folder)}:{number} {call}"
            for number, call in _unsafe_calls(ast.parse(source))
            if "# safe: " not in lines[number - 1]
        ]
    return found


def _unsafe_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        constant = all(isinstance(argument, ast.Constant) for argument in node.args)
        if name in UNSAFE_CALLS and not constant:
            yield node.lineno, f"{name} of something that is no constant"
        if name == "format_html" and node.args and isinstance(node.args[0], ast.JoinedStr):
            yield node.lineno, "format_html of an f-string"


def unescaped(subject: Subject, operator: Any) -> list[str]:
    """Slots, pages and admin views that show a hostile text as it is, or escaped twice."""
    world = subject.world("hostile", text=HOSTILE)
    _be_hostile(subject, world)
    found = [
        f"{answer.where} does not escape" for answer in answers(subject, world, operator) if _is_raw(answer.html)
    ]
    for user, points in ((None, PUBLIC), (operator, ADMIN)):
        for visit in visits(client_at(world.institution, user), subject, world, points):
            if visit.is_html and _is_raw(visit.text):
                found.append(f"{visit.path} does not escape")
    return found


def _be_hostile(subject: Subject, world: World) -> None:
    """In what the institution writes, too: its name, its consultation's title, the plugin's settings."""
    Institution.objects.filter(pk=world.institution.pk).update(name={"en": HOSTILE})
    Consultation.objects.filter(pk=world.consultation.pk).update(titles={"en": HOSTILE}, summaries={"en": HOSTILE})
    world.institution.refresh_from_db()
    world.consultation.refresh_from_db()
    texts = {
        setting.name: HOSTILE[: setting.max_length]
        for setting in subject.plugin.manifest.settings
        if setting.kind == "text"
    }
    change_plugin_settings(institution=world.institution, plugin=subject.slug, values=texts, actor=None)


def _is_raw(html: str) -> bool:
    return any(sign in html for sign in RAW)
