"""What `plugins.testing` offers to plugins elsewhere, tried here."""

from plugins.testing.fixtures import (  # noqa: F401
    administrator,
    citizen,
    editor,
    institution,
    moderator,
    official,
    operator_client,
    second_institution,
    second_world,
    visitor,
)
