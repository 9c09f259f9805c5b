"""What every plugin, ours too, has to keep to. Each check returns what it objects to, in words.

A plugin's tests run all of them with one line:

    TestConformance = conformance("polls", fill=fill)
"""

from plugins.testing.conformance.manifest import foreign_relations, manifest_objections
from plugins.testing.conformance.subject import Fill, Subject
from plugins.testing.conformance.suite import Conformance, conformance
from plugins.testing.conformance.translations import untranslated

__all__ = [
    "Conformance",
    "Fill",
    "Subject",
    "conformance",
    "foreign_relations",
    "manifest_objections",
    "untranslated",
]
