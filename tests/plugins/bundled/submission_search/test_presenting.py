"""Every state of the page is a link, and every link changes one thing."""

from urllib.parse import parse_qsl, urlsplit

from django.http import QueryDict

from plugins.api.search import FacetCount, Sort
from plugins.bundled.submission_search.asking import Asked, read
from plugins.bundled.submission_search.presenting import SHOWN_AT_FIRST, Addresses, facets, orders
from tests.factories.search_places import place_with

PLACE = place_with()


def asked(address: str) -> Asked:
    return read(QueryDict(address), PLACE)


def parameters(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query)


def offered(counted: dict[str, list[FacetCount]], address: str = "") -> dict:
    everything = {name: [] for name in ("kind", "institution", "state", "language", "year")} | counted
    wanted = asked(address)
    return {facet.name: facet for facet in facets(everything, wanted, PLACE, Addresses("/s/", wanted))}


def test_choosing_a_value_adds_it_and_goes_to_the_first_page() -> None:
    addresses = Addresses("/en/search/", asked("q=a&kind=document&page=4&sort=newest"))
    assert parameters(addresses.toggled("kind", "submission")) == [
        ("q", "a"),
        ("kind", "document"),
        ("kind", "submission"),
        ("sort", "newest"),
    ]


def test_choosing_a_chosen_value_takes_it_away() -> None:
    addresses = Addresses("/en/search/", asked("q=a&kind=document&year=2026"))
    assert parameters(addresses.toggled("kind", "document")) == [("q", "a"), ("year", "2026")]


def test_addresses_say_nothing_that_goes_without_saying() -> None:
    addresses = Addresses("/en/search/", asked("kind=document&page=2"))
    assert addresses.unfiltered() == "/en/search/"
    assert parameters(addresses.on_page(1)) == [("kind", "document")]
    assert parameters(addresses.sorted_by(Sort.OLDEST)) == [("kind", "document"), ("sort", "oldest")]


def test_hostile_text_stays_inside_its_parameter() -> None:
    hostile = 'a&kind=x"><script>'
    query = QueryDict(mutable=True)
    query["q"] = hostile
    url = Addresses("/en/search/", read(query, PLACE)).on_page(2)
    assert parameters(url) == [("q", hostile), ("page", "2")]
    assert "<" not in url


def test_of_a_long_text_an_address_has_what_counts() -> None:
    query = QueryDict(mutable=True)
    query["q"] = "a" * 5_000
    assert parameters(Addresses("/en/search/", read(query, PLACE).shortened()).on_page(2)) == [
        ("q", "a" * 1_000),
        ("page", "2"),
    ]


def test_new_text_is_sent_with_filters_and_order_but_not_with_the_page() -> None:
    addresses = Addresses("/en/search/", asked("q=a&kind=document&kind=submission&sort=oldest&page=3"))
    assert list(addresses.kept()) == [("kind", "document"), ("kind", "submission"), ("sort", "oldest")]


def test_facet_with_one_value_that_nobody_chose_is_left_out() -> None:
    assert offered({"kind": [FacetCount("document", 3)]}) == {}
    assert list(offered({"kind": [FacetCount("document", 3)]}, "kind=document")) == ["kind"]


def test_chosen_value_without_hits_can_still_be_taken_away() -> None:
    (choice, other) = offered({"kind": [FacetCount("document", 3)]}, "kind=submission")["kind"].choices
    assert (choice.value, choice.count, choice.chosen, choice.url) == ("submission", 0, True, "/s/")
    assert (other.value, other.count, other.chosen) == ("document", 3, False)


def test_values_beyond_the_first_are_folded_away() -> None:
    years = offered({"year": [FacetCount(str(2000 + number), 1) for number in range(12)]})["year"]
    assert (len(years.choices), len(years.more)) == (SHOWN_AT_FIRST, 12 - SHOWN_AT_FIRST)


def test_without_words_there_is_no_best_match() -> None:
    blank, worded = asked("kind=document"), asked("q=a")
    assert [link.current for link in orders(blank, Addresses("/s/", blank))] == [True, False]
    assert [link.current for link in orders(worded, Addresses("/s/", worded))] == [True, False, False]
