"""Does nothing, or fails if the environment says so."""

import os

from django.db import migrations


def fail_if_told(apps, schema_editor):
    if os.environ.get("KUVEND_BROKEN") == "migration":
        raise RuntimeError("told to fail when migrated")


class Migration(migrations.Migration):
    dependencies = [("broken", "0001_traces")]
    operations = [migrations.RunPython(fail_if_told, migrations.RunPython.noop)]
