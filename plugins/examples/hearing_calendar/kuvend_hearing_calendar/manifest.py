"""What the plugin says of itself. Free of Django."""

from plugins.api.manifest import (
    Contribution,
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
)

NAME = {
    "en": "Hearing calendar",
    "sq": "Kalendari i dëgjimeve",
    "sr-latn": "Kalendar rasprava",
    "mk": "Календар на јавни расправи",
}
HEARINGS = {"en": "Hearings", "sq": "Dëgjimet publike", "sr-latn": "Javne rasprave", "mk": "Јавни расправи"}

REMINDER = SettingField(
    name="reminder_hours",
    kind="int",
    default=24,
    minimum=1,
    maximum=336,
    label={
        "en": "Remind people so many hours before a hearing",
        "sq": "Kujto njerëzit kaq orë para dëgjimit",
        "sr-latn": "Podseti ljude ovoliko sati pre rasprave",
        "mk": "Потсети ги луѓето олку часа пред расправата",
    },
)

PERMISSIONS = (
    PermissionDeclaration(
        codename="manage_hearings",
        label={
            "en": "Can manage hearings and their minutes",
            "sq": "Mund t'i administrojë dëgjimet dhe procesverbalet",
            "sr-latn": "Može da upravlja raspravama i njihovim zapisnicima",
            "mk": "Може да управува со расправите и нивните записници",
        },
        roles=("editor", "official"),
    ),
    PermissionDeclaration(
        codename="see_registrations",
        label={
            "en": "Can see who registered for hearings",
            "sq": "Mund të shohë kush është regjistruar për dëgjime",
            "sr-latn": "Može da vidi ko se prijavio za rasprave",
            "mk": "Може да види кој се пријавил за расправите",
        },
        roles=("official",),
    ),
)

PERSONAL_DATA = (
    PersonalDataDeclaration(
        model="hearing_calendar.Registration",
        fields=("name", "email", "participant"),
        purpose={
            "en": "To keep a seat for somebody, and to tell them if anything changes.",
            "sq": "Për t'i ruajtur një vend dikujt dhe për ta njoftuar nëse ndryshon diçka.",
            "sr-latn": "Da bi se nekome sačuvalo mesto i javilo ako se nešto promeni.",
            "mk": "За да му се чува место на некого и да му се јави ако нешто се смени.",
        },
        retention_days=30,
    ),
    PersonalDataDeclaration(
        model="hearing_calendar.Minute",
        fields=("speaker", "organisation"),
        purpose={
            "en": "To say in the public record who said what at a hearing, as they wished.",
            "sq": "Për të treguar në regjistrin publik kush çfarë tha në dëgjim, sipas dëshirës së tyre.",
            "sr-latn": "Da bi u javnom zapisu stajalo ko je šta rekao na raspravi, kako je želeo.",
            "mk": "За во јавниот запис да стои кој што рекол на расправата, како што сакал.",
        },
    ),
)

CONTRIBUTIONS = (
    Contribution(point="consultation.header", handler="kuvend_hearing_calendar.slots:consultation_header"),
    Contribution(
        point="consultation.discussion",
        handler="kuvend_hearing_calendar.slots:consultation_discussion",
        before=("threads",),
    ),
    Contribution(point="home.page", handler="kuvend_hearing_calendar.slots:home_page"),
    Contribution(
        point="site.urls", handler="kuvend_hearing_calendar.site.urls:urlpatterns", options={"prefix": "hearings"}
    ),
    Contribution(
        point="api.routes", handler="kuvend_hearing_calendar.api.urls:urlpatterns", options={"prefix": "hearings"}
    ),
    Contribution(point="admin.views", handler="kuvend_hearing_calendar.admin.urls:urlpatterns"),
    Contribution(
        point="admin.menu",
        handler="kuvend_hearing_calendar.admin.access:is_shown",
        options={"label": HEARINGS, "url_name": "hearing_calendar_admin:hearings", "icon": "date", "order": 315},
    ),
    Contribution(point="search.source", handler="kuvend_hearing_calendar.sources:hearings"),
    Contribution(point="record.event", handler="kuvend_hearing_calendar.handlers:follow_record"),
    Contribution(point="task.background", handler="kuvend_hearing_calendar.tasks:send_mail"),
    Contribution(
        point="task.periodic", handler="kuvend_hearing_calendar.tasks:look_after", options={"every": 900}
    ),
    Contribution(point="personal_data.export", handler="kuvend_hearing_calendar.people:export"),
    Contribution(point="personal_data.erase", handler="kuvend_hearing_calendar.people:erase"),
)

MANIFEST = PluginManifest(
    slug="hearing_calendar",
    version="1.0.0",
    requires_api=">=1.1,<2",
    app="kuvend_hearing_calendar",
    name=NAME,
    description={
        "en": "Public meetings of a consultation: calendar, registration, and minutes that join the record.",
        "sq": "Takimet publike të konsultimit: kalendar, regjistrim dhe procesverbale që hyjnë në regjistër.",
        "sr-latn": "Javni skupovi o konsultaciji: kalendar, prijavljivanje i zapisnici koji ulaze u javni zapis.",
        "mk": "Јавни собири за консултација: календар, пријавување и записници што влегуваат во јавниот запис.",
    },
    permissions=PERMISSIONS,
    personal_data=PERSONAL_DATA,
    settings=(REMINDER,),
    contributions=CONTRIBUTIONS,
)
