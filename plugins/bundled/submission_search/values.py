"""The values of each facet: which may be chosen, which may be typed behind its name, what each is called."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from plugins.api.record import InstitutionView, ProvisionRef, TopicView, provision_names
from plugins.api.search import SearchQuery, Values, any_value, facet_names, folded, kinds, search
from plugins.api.search_pages import facet_heading, facet_is_on, facet_labels
from plugins.bundled.submission_search.topics import topic_typed, vocabulary
from plugins.bundled.submission_search.vocabulary import FACETS, OUTCOMES, STATES, kind_label

Label = str | Promise | InstitutionView | TopicView | ProvisionRef
Accepts = Callable[[str], object]

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_SLUG = re.compile(r"[-a-z0-9_]{1,60}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 200  # characters of a value


@dataclass(frozen=True)
class Place:
    """From where is asked: the institutions whose things may be found there, by slug; and the topics."""

    institutions: Mapping[str, InstitutionView]

    @cached_property
    def uuids(self) -> Mapping[str, str]:
        """Slug → uuid as the index has it."""
        return {slug: str(view.uuid) for slug, view in self.institutions.items()}

    @cached_property
    def topics(self) -> Mapping[str, TopicView]:
        """The vocabulary; one query."""
        return vocabulary()

    @cached_property
    def organisations(self) -> Mapping[str, str]:
        """Each organisation found here, typed plainly → its name. EngineUnavailableError as for a search."""
        everything = search(SearchQuery(page_size=1, institutions=frozenset(self.uuids.values())))
        return {folded(entry.value): entry.value for entry in everything.facets["organisation"]}

    def organisation_typed(self, typed: str) -> str | None:
        """The organisation of this name; or the only one whose name holds what was typed."""
        plain = folded(typed)
        if plain in self.organisations or not plain:
            return self.organisations.get(plain)
        holding = [name for written, name in self.organisations.items() if f" {plain} " in f" {written} "]
        return holding[0] if len(holding) == 1 else None

    def institution_typed(self, typed: str) -> str | None:
        """The uuid of the institution with this short name, or with this name in any language."""
        plain = folded(typed)
        for slug, view in self.institutions.items():
            if typed == slug or (plain and plain in map(folded, view.names.values())):
                return str(view.uuid)
        return None


def accepts(facet: str, place: Place) -> tuple[Accepts, str]:
    """Whether a value may be asked for, and what to say where it may not."""
    if facet in ("kind", "state", "outcome"):
        choices: Collection[str] = {"kind": kinds(), "state": STATES, "outcome": OUTCOMES}[facet]
        listed = ", ".join(choices)
        return choices.__contains__, _("One of these is expected: %(choices)s.") % {"choices": listed}
    known: dict[str, tuple[Accepts, str]] = {
        "institution": (place.institutions.__contains__, _("There is no such institution here.")),
        "language": (_LANGUAGE.fullmatch, _("A language code is expected, such as sq or sr-latn.")),
        "year": (_YEAR.fullmatch, _("A year is expected, such as 2026.")),
        "topic": (_SLUG.fullmatch, _("The short name of a topic is expected, such as budget.")),
        "provision": (_UUID.fullmatch, _("The identifier of a provision is expected.")),
    }
    return known.get(facet) or (_is_short, _("This is too long."))


def typed_fields(place: Place) -> Mapping[str, Values]:
    """What may be typed before a colon, and what is accepted behind it."""
    own: dict[str, Values] = {
        "institution": place.institution_typed,
        "kind": lambda typed: _by_label("kind", tuple(kinds())).get(folded(typed)),
        "state": lambda typed: _by_label("state", tuple(STATES)).get(folded(typed)),
        "outcome": lambda typed: _by_label("outcome", tuple(OUTCOMES)).get(folded(typed)),
        "year": lambda typed: typed if _YEAR.fullmatch(typed) else None,
        "language": _language_typed,
        "provision": lambda typed: typed if _UUID.fullmatch(typed) else None,
        "topic": lambda typed: topic_typed(typed, place.topics),
        "organisation": place.organisation_typed,
    }
    return {**dict.fromkeys(facet_names(), any_value), **own}


def labels(facet: str, values: Iterable[str], place: Place) -> Mapping[str, Label]:
    """What values are called. For provisions one query; what has no name any more goes by its value."""
    if facet == "provision":
        uids = [UUID(value) for value in values if _UUID.fullmatch(value)]
        return {str(uid): ref for uid, ref in provision_names(uids).items()}
    named: dict[str, Mapping[str, Label]] = {
        "institution": place.institutions,
        "topic": place.topics if facet == "topic" else {},
        "state": STATES,
        "outcome": OUTCOMES,
    }
    if facet == "kind":
        return {value: kind_label(value) for value in values}
    return named.get(facet, {}) if facet in FACETS else facet_labels(facet, list(values), language_here())


def label_of_facet(facet: str) -> str | Promise:
    """The heading of a facet."""
    return FACETS.get(facet) or facet_heading(facet, language_here()) or facet.replace("_", " ")


def is_here(facet: str, place: Place, chosen: Collection[str] = ()) -> bool:
    """Whether a facet is search's own, or of a plugin that is on at an institution of the place.

    `chosen`: only these institutions of it are searched, by slug; all where there are none.
    """
    if facet in FACETS:
        return True
    searched = [view.uuid for slug, view in place.institutions.items() if not chosen or slug in chosen]
    return facet_is_on(facet, searched)


def order_of_facets() -> tuple[str, ...]:
    """Every facet in the order the page shows them."""
    return (*FACETS, *(name for name in facet_names() if name not in FACETS))


def language_here() -> str:
    """The reader's."""
    return get_language() or "en"


@lru_cache(maxsize=16)
def _by_label(facet: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """What each value is called in each language of the interface, typed plainly → the value; its own name too."""
    named: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value in values:
                label = kind_label(value) if facet == "kind" else {**STATES, **OUTCOMES}[value]
                named.setdefault(folded(str(label)), value)
    return {**named, **{folded(value): value for value in values}}


def _language_typed(typed: str) -> str | None:
    """The code of a language, by the code or by what it is called in itself or in English."""
    plain = folded(typed)
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        if plain and plain in map(folded, (info["name"], info["name_local"])):
            return code
    return typed if _LANGUAGE.fullmatch(typed) else None


def _is_short(value: str) -> bool:
    return len(value) <= _LONGEST
