"""The fixtures that plugins.testing offers to everybody."""

from plugins.testing.fixtures import (  # noqa: F401
    no_failures,
    operator,
    plugin_off,
    plugin_off_in_consultation,
    plugin_on,
    world,
)
