"""For the test suite: what all tests want, and a strange plugin installed."""

from pathlib import Path

from cms.settings.testing import FOLDER
from plugins.testing.packages import put_on_path

# Forbidden everywhere until a test permits it: what it shows then may be shown nowhere else.
put_on_path(Path(__file__).parents[2] / "plugins" / "examples" / "dummy", FOLDER / "installed")

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.testing import *  # noqa: E402, F403
