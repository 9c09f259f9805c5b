"""What the plugin says of itself. Free of Django."""

from plugins.api.manifest import (
    Contribution,
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
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

NOTES = {"en": "Dummy notes", "sq": "Shënime", "sr-latn": "Beleške", "mk": "Белешки"}
NOTE_THEM = {"en": "Note them", "sq": "Shënoji", "sr-latn": "Zabeleži", "mk": "Забележи ги"}

MANIFEST = PluginManifest(
    slug="dummy",
    version="1.0.0",
    requires_api=">=1,<2",
    app="kuvend_dummy",
    name={"en": "Dummy", "sq": "Kukull", "sr-latn": "Lutka", "mk": "Кукла"},
    description={
        "en": "Uses every extension point and is good for nothing else.",
        "sq": "Përdor çdo pikë zgjerimi dhe nuk shërben për asgjë tjetër.",
        "sr-latn": "Koristi svaku tačku proširenja i ni za šta drugo ne služi.",
        "mk": "Ја користи секоја точка за проширување и не служи за ништо друго.",
    },
    permitted_by_default=False,
    permissions=(
        PermissionDeclaration(
            codename="read_notes",
            label={
                "en": "Can read the dummy's notes",
                "sq": "Mund të lexojë shënimet e kukullës",
                "sr-latn": "Može da čita beleške lutke",
                "mk": "Може да ги чита белешките на куклата",
            },
            roles=("moderator",),
        ),
        PermissionDeclaration(
            codename="write_notes",
            label={
                "en": "Can have the dummy write notes",
                "sq": "Mund t'i kërkojë kukullës të shkruajë shënime",
                "sr-latn": "Može da traži od lutke da piše beleške",
                "mk": "Може да бара куклата да пишува белешки",
            },
            roles=("official",),
        ),
    ),
    personal_data=(
        PersonalDataDeclaration(
            model="dummy.Note",
            fields=("participant",),
            purpose={
                "en": "To tell whether two submissions that were checked came from one sender.",
                "sq": "Për të ditur nëse dy kontribute të kontrolluara erdhën nga i njëjti dërgues.",
                "sr-latn": "Da bi se znalo da li su dva proverena priloga od istog pošiljaoca.",
                "mk": "За да се знае дали два проверени прилога се од ист испраќач.",
            },
            retention_days=30,
        ),
    ),
    settings=(
        SettingField(
            name="greeting",
            kind="text",
            default="",
            max_length=100,
            label={"en": "Greeting", "sq": "Përshëndetja", "sr-latn": "Pozdrav", "mk": "Поздрав"},
        ),
    ),
    contributions=(
        *(Contribution(point=point, handler=f"kuvend_dummy.slots:{name}") for point, name in SLOTS.items()),
        Contribution(point="submission.fields", handler="kuvend_dummy.forms:fields"),
        Contribution(point="submission.check", handler="kuvend_dummy.checks:obey"),
        Contribution(point="personal_data.export", handler="kuvend_dummy.people:export"),
        Contribution(point="personal_data.erase", handler="kuvend_dummy.people:erase"),
        Contribution(point="record.event", handler="kuvend_dummy.handlers:note"),
        Contribution(point="record.event_committed", handler="kuvend_dummy.handlers:note_again"),
        Contribution(point="report.section", handler="kuvend_dummy.outputs:report_section"),
        Contribution(
            point="export.dataset",
            handler="kuvend_dummy.outputs:notes",
            options={"name": "notes", "columns": ("word", "at"), "label": NOTES},
        ),
        Contribution(point="notification.channel", handler="kuvend_dummy.outputs:note_notice"),
        Contribution(point="task.periodic", handler="kuvend_dummy.work:every_hour", options={"every": 3600}),
        Contribution(point="task.background", handler="kuvend_dummy.work:write_later"),
        Contribution(
            point="management.command",
            handler="kuvend_dummy.management.commands.dummy_note:Command",
            options={"command": "dummy_note"},
        ),
        Contribution(point="search.source", handler="kuvend_dummy.sources:notes"),
        Contribution(
            point="search.facet",
            handler="kuvend_dummy.sources:word_labels",
            options={
                "name": "dummy_word",
                "label": {"en": "Dummy word", "sq": "Fjala", "sr-latn": "Reč", "sr": "Реч", "mk": "Збор"},
            },
        ),
        Contribution(
            point="search.result", handler="kuvend_dummy.slots:search_results", options={"kind": "dummy_note"}
        ),
        Contribution(point="search.footer", handler="kuvend_dummy.slots:search_footer"),
        Contribution(point="site.urls", handler="kuvend_dummy.site:urlpatterns"),
        Contribution(point="api.routes", handler="kuvend_dummy.api:urlpatterns"),
        Contribution(point="admin.views", handler="kuvend_dummy.admin:urlpatterns"),
        *(
            Contribution(
                point="admin.column",
                name=f"notes_of_{listed}",
                handler="kuvend_dummy.lists:note_counts",
                options={"list": listed, "label": NOTES, "permission": "dummy.read_notes"},
            )
            for listed in ("submissions", "consultations")
        ),
        *(
            Contribution(
                point="admin.bulk_action",
                name=f"note_{listed}",
                handler="kuvend_dummy.lists:note_rows",
                options={"list": listed, "label": NOTE_THEM, "permission": "dummy.write_notes"},
            )
            for listed in ("submissions", "consultations")
        ),
        Contribution(
            point="moderation.aside",
            handler="kuvend_dummy.slots:moderation_aside",
            options={"label": NOTES},
        ),
        Contribution(
            point="admin.page_button",
            handler="kuvend_dummy.lists:notes_button",
            options={"label": NOTES, "icon": "doc-empty", "permission": "dummy.read_notes"},
        ),
        Contribution(
            point="admin.dashboard",
            handler="kuvend_dummy.lists:panel",
            options={"label": NOTES, "permission": "dummy.read_notes"},
        ),
        Contribution(point="page.type", handler="kuvend_dummy.models:LeafletPage"),
        Contribution(
            point="page.block",
            handler="kuvend_dummy.blocks:CalloutBlock",
            options={
                "name": "callout",
                "label": {"en": "Dummy remark", "sq": "Vërejtje", "sr-latn": "Opaska", "mk": "Забелешка"},
                "icon": "comment",
            },
        ),
        Contribution(
            point="admin.menu",
            options={
                "label": NOTES,
                "url_name": "dummy_admin:notes",
                "icon": "doc-empty",
                "permission": "dummy.read_notes",
            },
        ),
    ),
)
