"""What the search plugin is, said without Django."""

from plugins.api.manifest import Contribution, PersonalDataDeclaration, PluginManifest

_HERE = "plugins.bundled.submission_search"
_MORE_LIKE_THIS = {
    "en": "More like this",
    "sq": "Të ngjashme",
    "sr-latn": "Slično ovome",
    "sr": "Слично овоме",
    "mk": "Слично на ова",
}

MANIFEST = PluginManifest(
    slug="submission_search",
    version="1.1.0",
    requires_api=">=1.1,<2",
    app=_HERE,
    name={
        "en": "Search",
        "sq": "Kërkimi",
        "sr-latn": "Pretraga",
        "sr": "Претрага",
        "mk": "Пребарување",
    },
    description={
        "en": "Searches submissions, documents and consultations, past and present, in every language and script.",
        "sq": "Kërkon në kontribute, dokumente dhe konsultime, të tanishme e të kaluara, në çdo gjuhë e shkrim.",
        "sr-latn": "Pretražuje priloge, dokumente i konsultacije, sadašnje i ranije, na svim jezicima i pismima.",
        "sr": "Претражује прилоге, документе и консултације, садашње и раније, на свим језицима и писмима.",
        "mk": "Пребарува придонеси, документи и консултации, сегашни и поранешни, на сите јазици и писма.",
    },
    scopes=("institution",),
    personal_data=(
        PersonalDataDeclaration(
            model="submission_search.SavedSearch",
            fields=("participant", "user", "email", "fingerprint", "query", "told"),
            purpose={
                "en": "Somebody asked for mails when a search finds something new.",
                "sq": "Dikush ka kërkuar njoftime me postë elektronike kur një kërkim gjen diçka të re.",
                "sr-latn": "Neko je tražio obaveštenja e-poštom kada pretraga nađe nešto novo.",
                "sr": "Неко је тражио обавештења е-поштом када претрага нађе нешто ново.",
                "mk": "Некој побарал известувања по е-пошта кога пребарувањето ќе најде нешто ново.",
            },
        ),
    ),
    contributions=(
        Contribution(point="site.urls", handler=f"{_HERE}.urls:urlpatterns", options={"prefix": "search"}),
        Contribution(point="api.routes", handler=f"{_HERE}.api_urls:urlpatterns", options={"prefix": "search"}),
        Contribution(point="search.source", handler=f"{_HERE}.sources:submissions"),
        Contribution(point="search.source", handler=f"{_HERE}.sources:documents"),
        Contribution(point="search.source", handler=f"{_HERE}.sources:consultations"),
        Contribution(point="record.event", handler=f"{_HERE}.events:note_change"),
        Contribution(point="personal_data.export", handler=f"{_HERE}.people:export"),
        Contribution(point="personal_data.erase", handler=f"{_HERE}.people:erase"),
        Contribution(point="task.periodic", handler=f"{_HERE}.tasks:tend", options={"every": 300}),
        Contribution(
            point="moderation.aside",
            handler=f"{_HERE}.aside:more_like_this",
            options={"label": _MORE_LIKE_THIS},
        ),
        Contribution(
            point="admin.page_button",
            handler=f"{_HERE}.admin.buttons:more_like_this",
            options={"label": _MORE_LIKE_THIS, "icon": "search"},
        ),
        Contribution(point="admin.views", handler=f"{_HERE}.admin.urls:urlpatterns"),
        Contribution(
            point="admin.menu",
            options={
                "label": {
                    "en": "Searched in vain",
                    "sq": "Kërkime pa rezultat",
                    "sr-latn": "Traženo uzalud",
                    "sr": "Тражено узалуд",
                    "mk": "Пребарано без резултат",
                },
                "url_name": "submission_search_admin:in_vain",
                "icon": "search",
                "order": 850,
            },
        ),
    ),
)
