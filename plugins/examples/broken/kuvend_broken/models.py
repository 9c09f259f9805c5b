"""What the plugin leaves behind, if it is let."""

import os

from django.db import models

if os.environ.get("KUVEND_BROKEN") == "models":
    import a_library_that_nobody_has  # type: ignore[import-not-found]  # noqa: F401


class Trace(models.Model):
    """A trace of something done."""

    institution = models.UUIDField(null=True)
    word = models.CharField(max_length=60)

    class Meta:
        default_permissions = ()
        permissions = [("break_things", "Can break things")]

    def __str__(self) -> str:
        return self.word
