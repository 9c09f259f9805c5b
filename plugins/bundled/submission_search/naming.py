"""What a search is called: its words, and by what it is narrowed."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from plugins.api.record import InstitutionView, ProvisionRef, TopicView
from plugins.bundled.submission_search.asking import Asked
from plugins.bundled.submission_search.values import Label, Place, labels, language_here, order_of_facets

_LONGEST = 100  # characters of each of the two
_A_NAME = 60


def title_of(asked: Asked, place: Place) -> str:
    """What a search is called, in the reader's language, so that one can be told from another."""
    text = " ".join(asked.text.split())[:_LONGEST]
    title = _("Search: %(text)s") % {"text": text} if text else _("Search: everything")
    narrowed = ", ".join(_narrowed(asked, place))
    if len(narrowed) > _LONGEST:
        narrowed = f"{narrowed[: _LONGEST - 1]}…"
    return f"{title} ({narrowed})" if narrowed else title


def _narrowed(asked: Asked, place: Place) -> Iterator[str]:
    for facet in (name for name in order_of_facets() if name in asked.chosen):
        values = asked.chosen[facet]
        named = labels(facet, values, place)
        yield from (_name(facet, named.get(value, value)) for value in values)
    if asked.after:
        yield _("from %(day)s") % {"day": date_format(asked.after, "DATE_FORMAT")}
    if asked.before:
        yield _("before %(day)s") % {"day": date_format(asked.before, "DATE_FORMAT")}


def _name(facet: str, label: Label) -> str:
    reader = language_here()
    if isinstance(label, InstitutionView):
        return label.name_in(reader)
    if isinstance(label, TopicView):
        return label.label_in(reader)
    if isinstance(label, ProvisionRef):
        return " ".join(part for part in (label.number, label.heading_in(reader)) if part)[:_A_NAME]
    if facet == "language":
        try:
            return str(get_language_info(str(label))["name_local"])
        except KeyError:
            return str(label)
    return str(label)
