"""The sections that plugins add to a consultation's report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString

from consultations.extension_points import REPORT_SECTION, ReportContext
from consultations.selectors.views import ConsultationView
from plugins.kernel.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginSection:
    """A section with whose it is. `name` is that of the contribution: unique within the plugin."""

    plugin: str
    name: str
    title: str
    html: SafeString
    data: tuple[Mapping[str, Any], ...]


def plugin_sections(consultation: ConsultationView, language: str) -> tuple[PluginSection, ...]:
    """What plugins that are on there add to the report, in their order. One that fails is left out."""
    scope = Scope(consultation.institution.uuid, consultation.uuid)
    context = ReportContext(
        institution=consultation.institution.uuid, consultation=consultation.uuid, language=language
    )
    sections = []
    with translation.override(language):
        for loaded in REPORT_SECTION.contributions(scope):
            section = REPORT_SECTION.ask(loaded, context, scope).value
            if section is not None:
                sections.append(
                    PluginSection(
                        plugin=loaded.plugin,
                        name=loaded.contribution.name,
                        title=section.title,
                        html=section.html,
                        data=tuple(section.data),
                    )
                )
    return tuple(sections)
