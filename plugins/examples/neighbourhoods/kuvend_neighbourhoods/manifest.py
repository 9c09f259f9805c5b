"""What the plugin says of itself. Free of Django."""

from plugins.api.manifest import Contribution, PermissionDeclaration, PluginManifest, SettingField

NAME = {"en": "Neighbourhoods", "sq": "Vendbanimet", "sr-latn": "Naselja", "mk": "Населени места"}
SETTLEMENTS = {"en": "Settlements", "sq": "Vendbanimet", "sr-latn": "Naselja", "mk": "Населени места"}
SETTLEMENT = {"en": "Settlement", "sq": "Vendbanimi", "sr-latn": "Naselje", "mk": "Населено место"}

MANIFEST = PluginManifest(
    slug="neighbourhoods",
    version="1.0.0",
    requires_api=">=1.1,<2",
    app="kuvend_neighbourhoods",
    name=NAME,
    description={
        "en": "Asks which settlement a contribution comes from; filters a search by it, and sums it up.",
        "sq": "Pyet nga cili vendbanim vjen kontributi; e filtron kërkimin sipas tij dhe e përmbledh.",
        "sr-latn": "Pita iz kog naselja stiže prilog; po tome se pretraga sužava i sve zbirno prikazuje.",
        "mk": "Прашува од кое населено место доаѓа придонесот; по тоа се пребарува и се прави преглед.",
    },
    permissions=(
        PermissionDeclaration(
            codename="manage_settlements",
            label={
                "en": "Can manage the list of settlements",
                "sq": "Mund ta administrojë listën e vendbanimeve",
                "sr-latn": "Može da uređuje spisak naselja",
                "mk": "Може да го уредува списокот на населени места",
            },
            roles=("editor",),
        ),
    ),
    settings=(
        SettingField(
            name="required",
            kind="bool",
            default=False,
            label={
                "en": "Everybody must name their settlement",
                "sq": "Secili duhet ta tregojë vendbanimin e vet",
                "sr-latn": "Svako mora da navede svoje naselje",
                "mk": "Секој мора да го наведе своето населено место",
            },
        ),
    ),
    contributions=(
        Contribution(point="submission.fields", handler="kuvend_neighbourhoods.fields:settlement"),
        Contribution(
            point="search.facet",
            handler="kuvend_neighbourhoods.facets:labels",
            options={"name": "settlement", "label": SETTLEMENT, "field": "settlement"},
        ),
        Contribution(
            point="consultation.discussion",
            handler="kuvend_neighbourhoods.slots:consultation_discussion",
            before=("threads",),
        ),
        Contribution(point="report.section", handler="kuvend_neighbourhoods.outputs:report_section"),
        Contribution(
            point="export.dataset",
            handler="kuvend_neighbourhoods.outputs:dataset",
            options={
                "name": "settlements",
                "label": {
                    "en": "Contributions by settlement",
                    "sq": "Kontributet sipas vendbanimit",
                    "sr-latn": "Prilozi po naselju",
                    "mk": "Придонеси по населено место",
                },
                "columns": ("code", "settlement", "contributions"),
            },
        ),
        Contribution(point="api.routes", handler="kuvend_neighbourhoods.api.urls:urlpatterns"),
        Contribution(point="admin.views", handler="kuvend_neighbourhoods.admin.urls:urlpatterns"),
        Contribution(
            point="admin.menu",
            handler="kuvend_neighbourhoods.admin.access:is_shown",
            options={
                "label": SETTLEMENTS,
                "url_name": "neighbourhoods_admin:settlements",
                "icon": "home",
                "order": 320,
            },
        ),
    ),
)
