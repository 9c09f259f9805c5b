"""Work that the worker does for a plugin after requests.

A `task.background` contribution is run when the plugin asks for it:

    enqueue(plugin="polls", name="close", institution=institution, consultation=consultation)

A `task.periodic` one is run every so often, without being asked.
"""

from consultations.extension_points import TaskContext
from consultations.tasks import TaskRefused, enqueue

__all__ = ["TaskContext", "TaskRefused", "enqueue"]
