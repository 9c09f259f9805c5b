"""What the plugin says of itself. Free of Django."""

from plugins.api.manifest import (
    Contribution,
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
)

NAME = {"en": "Polls", "sq": "Sondazhe", "sr-latn": "Ankete", "mk": "Анкети"}

RESULTS = SettingField(
    name="results",
    kind="choice",
    default="always",
    choices=(
        (
            "always",
            {
                "en": "To everybody, while answers come in",
                "sq": "Për të gjithë, ndërsa vijnë përgjigjet",
                "sr-latn": "Svima, dok odgovori stižu",
                "mk": "На сите, додека пристигнуваат одговорите",
            },
        ),
        (
            "answered",
            {
                "en": "To those who answered; to everybody after the consultation has closed",
                "sq": "Për ata që kanë përgjigjur; për të gjithë pas mbylljes së konsultimit",
                "sr-latn": "Onima koji su odgovorili; svima kada se konsultacija zatvori",
                "mk": "На тие што одговориле; на сите откако ќе се затвори консултацијата",
            },
        ),
        (
            "closed",
            {
                "en": "To everybody after the consultation has closed",
                "sq": "Për të gjithë pas mbylljes së konsultimit",
                "sr-latn": "Svima kada se konsultacija zatvori",
                "mk": "На сите откако ќе се затвори консултацијата",
            },
        ),
    ),
    label={
        "en": "Who sees results, and when",
        "sq": "Kush i sheh rezultatet dhe kur",
        "sr-latn": "Ko vidi rezultate i kada",
        "mk": "Кој ги гледа резултатите и кога",
    },
)

MANIFEST = PluginManifest(
    slug="polls",
    version="1.0.0",
    requires_api=">=1.1,<2",
    app="kuvend_polls",
    name=NAME,
    description={
        "en": "Questions with choices under a consultation: one answer for each participant, with the result.",
        "sq": "Pyetje me zgjedhje nën një konsultim: një përgjigje për çdo pjesëmarrës, me rezultatin.",
        "sr-latn": "Pitanja sa ponuđenim odgovorima uz konsultaciju: po jedan odgovor učesnika, sa rezultatom.",
        "mk": "Прашања со понудени одговори кон консултација: по еден одговор од учесник, со резултатот.",
    },
    permissions=(
        PermissionDeclaration(
            codename="manage_polls",
            label={
                "en": "Can manage polls",
                "sq": "Mund të administrojë sondazhet",
                "sr-latn": "Može da upravlja anketama",
                "mk": "Може да управува со анкетите",
            },
            roles=("editor", "official"),
        ),
    ),
    personal_data=(
        PersonalDataDeclaration(
            model="polls.Answer",
            fields=("participant",),
            purpose={
                "en": "So that each participant answers once, and can change their answer.",
                "sq": "Që secili pjesëmarrës të përgjigjet një herë dhe ta ndryshojë dot përgjigjen.",
                "sr-latn": "Da svaki učesnik odgovori jednom i može da promeni odgovor.",
                "mk": "За секој учесник да одговори еднаш и да може да го смени одговорот.",
            },
        ),
    ),
    settings=(RESULTS,),
    contributions=(
        Contribution(
            point="consultation.discussion",
            handler="kuvend_polls.slots:consultation_discussion",
            before=("threads",),
        ),
        Contribution(point="site.urls", handler="kuvend_polls.site.urls:urlpatterns"),
        Contribution(point="api.routes", handler="kuvend_polls.api.urls:urlpatterns"),
        Contribution(point="admin.views", handler="kuvend_polls.admin.urls:urlpatterns"),
        Contribution(
            point="admin.menu",
            handler="kuvend_polls.admin.access:is_shown",
            options={"label": NAME, "url_name": "polls_admin:polls", "icon": "list-ul", "order": 310},
        ),
        Contribution(point="report.section", handler="kuvend_polls.outputs:report_section"),
        Contribution(
            point="export.dataset",
            handler="kuvend_polls.outputs:dataset",
            options={
                "name": "polls",
                "label": {
                    "en": "Results of the polls",
                    "sq": "Rezultatet e sondazheve",
                    "sr-latn": "Rezultati anketa",
                    "mk": "Резултати од анкетите",
                },
                "columns": ("poll", "question", "choice", "answer", "people"),
            },
        ),
        Contribution(point="personal_data.export", handler="kuvend_polls.people:export"),
        Contribution(point="personal_data.erase", handler="kuvend_polls.people:erase"),
    ),
)
