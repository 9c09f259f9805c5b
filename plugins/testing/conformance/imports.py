"""Does the plugin import `plugins.api` and nothing else of the platform?"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("cms", "consultations", "search", "plugins")
ALLOWED = "plugins.api"


def forbidden_imports(folder: Path, package: str) -> list[str]:
    """Imports below a folder of what is the platform's own: file, line and module.

    `package` is the plugin's own, which may lie in one of our rooms. Its tests may import `plugins.testing`.
    """
    found = []
    for path in sorted(folder.rglob("*.py")):
        allowed: tuple[str, ...] = (ALLOWED, package)
        if "tests" in path.relative_to(folder).parts or path.name == "conftest.py":
            allowed = (*allowed, "plugins.testing")
        for line, module in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            if module.partition(".")[0] in ROOMS and not _is_in(module, allowed):
                found.append(
                    f"{path.relative_to(folder)}:{line} imports {module}: a plugin imports plugins.api only"
                )
    return found


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "plugins":
                yield from ((node.lineno, f"plugins.{name.name}") for name in node.names)
            else:
                yield node.lineno, node.module


def _is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
