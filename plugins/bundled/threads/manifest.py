"""What the plugin says of itself. Free of Django."""

from plugins.api.manifest import Contribution, PersonalDataDeclaration, PluginManifest

MANIFEST = PluginManifest(
    slug="threads",
    version="1.0.0",
    requires_api=">=1,<2",
    app="plugins.bundled.threads",
    name={"en": "Threads", "sq": "Biseda", "sr-latn": "Rasprave", "mk": "Расправи"},
    description={
        "en": "Public threads on a consultation, a document and each of its parts, with replies and support.",
        "sq": "Biseda publike për konsultimin, dokumentin dhe secilën pjesë të tij, me përgjigje dhe mbështetje.",
        "sr-latn": "Javne rasprave o konsultaciji, dokumentu i svakom njegovom delu, sa odgovorima i podrškom.",
        "mk": "Јавни расправи за консултација, документ и секој негов дел, со одговори и поддршка.",
    },
    personal_data=(
        PersonalDataDeclaration(
            model="threads.Support",
            fields=("participant",),
            purpose={
                "en": "One participant supports a contribution once, and can take it back.",
                "sq": "Një pjesëmarrës e mbështet një kontribut një herë dhe mund ta tërheqë mbështetjen.",
                "sr-latn": "Jedan učesnik podržava prilog jednom i može da povuče podršku.",
                "mk": "Еден учесник поддржува прилог еднаш и може да ја повлече поддршката.",
            },
        ),
        PersonalDataDeclaration(
            model="threads.ThreadEntry",
            fields=("participant",),
            purpose={
                "en": "Nobody supports their own contribution.",
                "sq": "Askush nuk e mbështet kontributin e vet.",
                "sr-latn": "Niko ne podržava sopstveni prilog.",
                "mk": "Никој не го поддржува сопствениот прилог.",
            },
        ),
    ),
    contributions=(
        Contribution(point="record.event", handler="plugins.bundled.threads.handlers:follow_record"),
        Contribution(point="record.event_committed", handler="plugins.bundled.threads.handlers:catch_up"),
        Contribution(
            point="consultation.discussion", handler="plugins.bundled.threads.slots:consultation_discussion"
        ),
        Contribution(point="document.discussion", handler="plugins.bundled.threads.slots:document_discussion"),
        Contribution(point="provision.aside", handler="plugins.bundled.threads.slots:provision_asides"),
        Contribution(point="submission.footer", handler="plugins.bundled.threads.slots:submission_footers"),
        Contribution(point="submission.page", handler="plugins.bundled.threads.slots:submission_page"),
        Contribution(
            point="management.command",
            handler="plugins.bundled.threads.management.commands.threads_rebuild:Command",
            options={"command": "threads_rebuild"},
        ),
        Contribution(point="site.urls", handler="plugins.bundled.threads.urls:urlpatterns"),
        Contribution(point="api.routes", handler="plugins.bundled.threads.api.urls:urlpatterns"),
        Contribution(point="personal_data.export", handler="plugins.bundled.threads.people:export"),
        Contribution(point="personal_data.erase", handler="plugins.bundled.threads.people:erase"),
    ),
)
