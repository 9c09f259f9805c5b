"""Management commands of a plugin. In `management/commands/polls_close.py`:

class Command(PluginCommand):
    plugin = "polls"
    help = "Close the polls that are over."

    def handle_institution(self, institution, **options):
        ...

and in the manifest, so that the platform knows of it:

    Contribution(
        point="management.command",
        handler="polls.management.commands.polls_close:Command",
        options={"command": "polls_close"},
    )
"""

from django.core.management.base import CommandError

from consultations.management.plugin_command import PluginCommand

__all__ = ["CommandError", "PluginCommand"]
