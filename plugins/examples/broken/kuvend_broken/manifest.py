"""What the plugin says of itself. Free of Django."""

import os
import sys
from typing import Any

from plugins.api.manifest import Contribution, PermissionDeclaration, PluginManifest, SettingField

NAME = {"en": "Broken", "sq": "I prishur", "sr-latn": "Pokvareno", "mk": "Расипано"}

MODES = (
    ("nothing", {"en": "Does not fail", "sq": "Nuk dështon", "sr-latn": "Ne otkazuje", "mk": "Не откажува"}),
    ("raise", {"en": "Raises", "sq": "Ngre gabim", "sr-latn": "Izaziva grešku", "mk": "Фрла грешка"}),
    (
        "unprintable",
        {
            "en": "Raises what cannot be written down",
            "sq": "Ngre gabim që nuk shkruhet dot",
            "sr-latn": "Izaziva grešku koja ne može da se zapiše",
            "mk": "Фрла грешка што не може да се запише",
        },
    ),
    (
        "exit",
        {"en": "Ends the process", "sq": "E mbyll procesin", "sr-latn": "Gasi proces", "mk": "Го гаси процесот"},
    ),
    (
        "language",
        {
            "en": "Leaves another language behind",
            "sq": "Lë pas një gjuhë tjetër",
            "sr-latn": "Ostavlja za sobom drugi jezik",
            "mk": "Остава зад себе друг јазик",
        },
    ),
    (
        "wrong",
        {
            "en": "Answers wrongly",
            "sq": "Përgjigjet gabim",
            "sr-latn": "Pogrešno odgovara",
            "mk": "Погрешно одговара",
        },
    ),
    ("slow", {"en": "Is slow", "sq": "Vonon", "sr-latn": "Sporo je", "mk": "Бавно е"}),
    (
        "database",
        {
            "en": "Fails in the database",
            "sq": "Dështon në bazën e të dhënave",
            "sr-latn": "Otkazuje u bazi podataka",
            "mk": "Откажува во базата на податоци",
        },
    ),
    (
        "half",
        {
            "en": "Fails half-way",
            "sq": "Dështon në gjysmë",
            "sr-latn": "Otkazuje na pola",
            "mk": "Откажува на пола",
        },
    ),
    (
        "mutate",
        {
            "en": "Changes what it is given",
            "sq": "Ndryshon atë që i jepet",
            "sr-latn": "Menja ono što dobije",
            "mk": "Го менува она што го добива",
        },
    ),
)

SLOTS = {
    "home.page": "home_page",
    "consultation.header": "consultation_header",
    "consultation.discussion": "consultation_discussion",
    "document.discussion": "document_discussion",
    "provision.aside": "provision_asides",
    "submission.footer": "submission_footers",
    "submission.page": "submission_page",
    "receipt.page": "receipt_page",
}
RECORD = {
    "submission.fields": "fields",
    "submission.check": "check",
    "record.event": "hear",
    "record.event_committed": "hear_later",
    "notification.channel": "notify",
    "task.background": "background",
    "report.section": "report_section",
}
LABEL: dict[str, Any] = {"label": NAME}

CONTRIBUTIONS = (
    *(Contribution(point=point, handler=f"kuvend_broken.slots:{name}") for point, name in SLOTS.items()),
    *(Contribution(point=point, handler=f"kuvend_broken.record:{name}") for point, name in RECORD.items()),
    Contribution(point="task.periodic", handler="kuvend_broken.record:periodic", options={"every": 3600}),
    Contribution(
        point="export.dataset",
        handler="kuvend_broken.record:dataset",
        options={**LABEL, "name": "broken", "columns": ("word",)},
    ),
    Contribution(point="admin.dashboard", handler="kuvend_broken.slots:admin_dashboard", options=LABEL),
    Contribution(
        point="admin.column",
        handler="kuvend_broken.slots:admin_column",
        options={**LABEL, "list": "consultations"},
    ),
    Contribution(point="site.urls", handler="kuvend_broken.views:site_urls"),
    Contribution(point="api.routes", handler="kuvend_broken.views:api_urls"),
    Contribution(point="admin.views", handler="kuvend_broken.views:admin_urls"),
    Contribution(
        point="admin.menu",
        handler="kuvend_broken.views:is_shown",
        options={**LABEL, "url_name": "broken_admin:page", "icon": "warning"},
    ),
)


def _facts(told: str) -> dict[str, Any]:
    """The manifest's fields, wrong in the way that the environment says."""
    facts: dict[str, Any] = {
        "slug": "broken",
        "version": "1.0.0",
        "requires_api": ">=1.1,<2",
        "app": "kuvend_broken",
        "contributions": CONTRIBUTIONS,
    }
    if told == "types":
        facts["version"] = 7
    if told == "api":
        facts["requires_api"] = ">=99"
    if told == "app":
        facts["app"] = "kuvend_broken_nowhere"
    if told == "point":
        facts["contributions"] = (
            Contribution(point="consultation.haeder", handler="kuvend_broken.slots:home_page"),
        )
    if told == "handler":
        facts["contributions"] = (Contribution(point="site.urls", handler="kuvend_broken.nowhere:site_urls"),)
    return facts


_told = os.environ.get("KUVEND_BROKEN", "")
if _told == "manifest":
    raise RuntimeError("told to fail when its manifest is read")
if _told == "exit":
    sys.exit("told to end the process")

MANIFEST = PluginManifest(
    **_facts(_told),
    name=NAME,
    description={
        "en": "Fails in every way a plugin can, as it is told to.",
        "sq": "Dështon në çdo mënyrë që mund të dështojë një shtojcë, siç i thuhet.",
        "sr-latn": "Otkazuje na svaki način na koji dodatak može da otkaže, kako mu se kaže.",
        "mk": "Откажува на секој начин на кој може да откаже додаток, како што ќе му се каже.",
    },
    permitted_by_default=False,
    permissions=(
        PermissionDeclaration(
            codename="break_things",
            label={
                "en": "Can break things",
                "sq": "Mund të prishë gjëra",
                "sr-latn": "Može da kvari stvari",
                "mk": "Може да расипува работи",
            },
            roles=("administrator",),
        ),
    ),
    settings=(
        SettingField(
            name="mode",
            kind="choice",
            default="nothing",
            choices=MODES,
            label={"en": "How it fails", "sq": "Si dështon", "sr-latn": "Kako otkazuje", "mk": "Како откажува"},
        ),
    ),
)
