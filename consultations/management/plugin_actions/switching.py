"""`plugins permit` and `forbid` at an institution, `enable` and `disable` in a consultation."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from consultations.activation.switching import disable_plugin, enable_plugin, forbid_plugin, permit_plugin
from consultations.management.plugin_actions.action import Action, Options, consultation_of, institution_of


def _at_institution(parser: ArgumentParser) -> None:
    parser.add_argument("plugin", help="slug of the plugin")
    parser.add_argument("institution", help="slug of the institution")


def _in_consultation(parser: ArgumentParser) -> None:
    parser.add_argument("plugin", help="slug of the plugin")
    parser.add_argument("consultation", type=UUID, help="uuid of the consultation")


def _institution_switch(switch: Callable[..., bool], done: str) -> Callable[[BaseCommand, Options], None]:
    def run(command: BaseCommand, options: Options) -> None:
        institution = institution_of(options["institution"])
        changed = switch(institution=institution, plugin=options["plugin"], actor=None)
        _say(command, changed, f"{options['plugin']} is {done} at {institution.slug}")

    return run


def _consultation_switch(switch: Callable[..., bool], done: str) -> Callable[[BaseCommand, Options], None]:
    def run(command: BaseCommand, options: Options) -> None:
        consultation = consultation_of(options["consultation"])
        changed = switch(consultation=consultation, plugin=options["plugin"], actor=None)
        _say(command, changed, f"{options['plugin']} is {done} in {consultation.uuid}")

    return run


def _say(command: Any, changed: bool, sentence: str) -> None:
    command.stdout.write(sentence + ("." if changed else " already."))


ACTIONS = (
    Action(
        "permit",
        "permit a plugin at an institution",
        _institution_switch(permit_plugin, "permitted"),
        _at_institution,
    ),
    Action(
        "forbid",
        "forbid a plugin at an institution",
        _institution_switch(forbid_plugin, "forbidden"),
        _at_institution,
    ),
    Action(
        "enable",
        "enable a plugin in a consultation",
        _consultation_switch(enable_plugin, "enabled"),
        _in_consultation,
    ),
    Action(
        "disable",
        "disable a plugin in a consultation",
        _consultation_switch(disable_plugin, "disabled"),
        _in_consultation,
    ),
)
