"""The order of contributions at one point: as declared by `before` and `after`, else by slug.

A slug in `before` or `after` that contributes nothing there (its plugin may not be installed) says nothing.
"""

import heapq
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.kernel.registry import LoadedContribution


def ordered(contributions: Sequence["LoadedContribution"]) -> tuple["LoadedContribution", ...]:
    """The contributions, each after those it has to follow; otherwise in the order given.

    Those in a circle, and those that wait for them, come last in the order given: `circles` names them.
    """
    followers = _followers(contributions)
    if not any(followers):
        return tuple(contributions)
    waiting_for = [0] * len(contributions)
    for numbers in followers:
        for number in numbers:
            waiting_for[number] += 1
    ready = [number for number, count in enumerate(waiting_for) if not count]
    done: list[int] = []
    while ready:
        number = heapq.heappop(ready)
        done.append(number)
        for follower in followers[number]:
            waiting_for[follower] -= 1
            if not waiting_for[follower]:
                heapq.heappush(ready, follower)
    left = sorted(set(range(len(contributions))) - set(done))
    return tuple(contributions[number] for number in (*done, *left))


def circles(contributions: Sequence["LoadedContribution"]) -> dict[str, str]:
    """Each plugin whose order goes in a circle, with the circle in words ("ant → bee → ant")."""
    followers = _followers(contributions)
    found: dict[str, str] = {}
    for number, loaded in enumerate(contributions):
        way = _way_back(number, followers)
        if way and loaded.plugin not in found:
            found[loaded.plugin] = " → ".join(contributions[step].plugin for step in way)
    return found


def _followers(contributions: Sequence["LoadedContribution"]) -> list[set[int]]:
    """For each contribution the numbers of those that have to come after it."""
    numbers: dict[str, list[int]] = {}
    for number, loaded in enumerate(contributions):
        numbers.setdefault(loaded.plugin, []).append(number)
    followers: list[set[int]] = [set() for _ in contributions]
    for number, loaded in enumerate(contributions):
        followers[number].update(_all(numbers, loaded.contribution.before))
        for leader in _all(numbers, loaded.contribution.after):
            followers[leader].add(number)
    return followers


def _all(numbers: dict[str, list[int]], slugs: Iterable[str]) -> Iterable[int]:
    return (number for slug in slugs for number in numbers.get(slug, ()))


def _way_back(start: int, followers: Sequence[set[int]]) -> list[int]:
    """The shortest way from a contribution to itself, both ends included; empty if there is none."""
    ways = [[start]]
    seen: set[int] = set()
    for way in ways:
        for follower in sorted(followers[way[-1]]):
            if follower == start:
                return [*way, start]
            if follower not in seen:
                seen.add(follower)
                ways.append([*way, follower])
    return []
