"""Saying what went wrong and where, with and without the exception's own words."""

import traceback
from pathlib import PurePath


def location(error: BaseException) -> str:
    """`file.py:line in function` of the innermost frame; empty where there is no traceback.

    The file is shortened to its last three parts: enough to find it, nothing of the machine. Frames of
    the import machinery are passed over.
    """
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith("<frozen importlib")
    ]
    if not frames:
        return ""
    innermost = frames[-1]
    return f"{'/'.join(PurePath(innermost.filename).parts[-3:])}:{innermost.lineno} in {innermost.name}"


def type_name(error: BaseException) -> str:
    """The dotted name of the exception's class, builtins without their module."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def described(error: BaseException) -> str:
    """Type, message and place, for errors at start-up.

    Only where no request has been served: messages of later errors may quote what a person wrote.
    """
    place = location(error)
    return f"{type_name(error)}: {error}" + (f" ({place})" if place else "")
