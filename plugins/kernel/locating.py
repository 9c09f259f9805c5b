"""Saying what went wrong and where, with and without the exception's own words."""

import sys
import traceback
from pathlib import Path, PurePath

LONGEST = 500
"""Characters of an exception's own words that are kept."""
_MANIFESTS_OWN = {str(Path(__file__).with_name(name)) for name in ("manifest.py", "manifest_checks.py")}
"""Where a manifest is checked: a mistake in it lies with who called from outside of these."""


def location(error: BaseException) -> str:
    """`file.py:line in function` of the innermost frame; empty where there is no traceback.

    The file is shortened to its last three parts: enough to find it, nothing of the machine. Frames of
    the import machinery and of our own checks of manifests are passed over; a syntax error lies where it says.
    """
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_short(error.filename)}:{error.lineno}"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith("<") and frame.filename not in _MANIFESTS_OWN
    ]
    if not frames:
        return ""
    innermost = frames[-1]
    return f"{_short(innermost.filename)}:{innermost.lineno} in {innermost.name}"


def caller() -> str:
    """`file.py:line` of the code that makes a part of a manifest, for whoever has to mend it."""
    frame = sys._getframe(1)
    while frame.f_code.co_filename in _MANIFESTS_OWN or frame.f_code.co_filename.startswith("<"):
        if frame.f_back is None:
            return ""
        frame = frame.f_back
    return f"{_short(frame.f_code.co_filename)}:{frame.f_lineno}"


def _short(filename: str) -> str:
    return "/".join(PurePath(filename).parts[-3:])


def type_name(error: BaseException) -> str:
    """The dotted name of the exception's class, builtins without their module."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def described(error: BaseException) -> str:
    """Type, message and place, for errors at start-up.

    Only where no request has been served: messages of later errors may quote what a person wrote.
    """
    place = location(error)
    try:
        words = " ".join(str(error).split())[:LONGEST]
    except Exception as second:  # an exception may be unable to say what it is
        words = f"(its words cannot be made: {type_name(second)})"
    return f"{type_name(error)}: {words}" + (f" ({place})" if place else "")
