from typing import Any

from django.db import migrations

from consultations.starting_topics import starting_topics


def load(apps: Any, schema_editor: Any) -> None:
    """Add the topics that are missing; what the operator changed stays."""
    topics = apps.get_model("consultations", "Topic").objects
    for slug, labels in starting_topics().items():
        topics.get_or_create(slug=slug, defaults={"labels": dict(labels)})


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0005_topics"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
