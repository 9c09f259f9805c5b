"""What the search plugin is, said without Django."""

from plugins.api.manifest import Contribution, PluginManifest

_HERE = "plugins.bundled.submission_search"

MANIFEST = PluginManifest(
    slug="submission_search",
    version="1.0.0",
    requires_api=">=1,<2",
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
    contributions=(
        Contribution(point="site.urls", handler=f"{_HERE}.urls:urlpatterns", options={"prefix": "search"}),
        Contribution(point="api.routes", handler=f"{_HERE}.api_urls:urlpatterns", options={"prefix": "search"}),
        Contribution(point="search.source", handler=f"{_HERE}.sources:submissions"),
        Contribution(point="search.source", handler=f"{_HERE}.sources:documents"),
        Contribution(point="search.source", handler=f"{_HERE}.sources:consultations"),
        Contribution(point="record.event", handler=f"{_HERE}.events:note_change"),
        Contribution(point="personal_data.erase", handler=f"{_HERE}.people:reindex"),
    ),
)
