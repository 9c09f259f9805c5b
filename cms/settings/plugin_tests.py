"""For the tests of a plugin outside of this repository; its pyproject names this as DJANGO_SETTINGS_MODULE.

Everything that is written is written to a temporary folder. A plugin whose pyproject lies in the working
directory is found as if it were installed, whether it is or not.
"""

import os
from pathlib import Path

from cms.settings.testing import FOLDER
from plugins.testing.packages import offers_plugins, put_on_path

if offers_plugins(Path.cwd()):
    put_on_path(Path.cwd(), FOLDER / "installed")
os.environ.setdefault("KUVEND_VAR", str(FOLDER / "var"))

from cms.settings.base import *  # noqa: F403
from cms.settings.testing import *  # noqa: F403
