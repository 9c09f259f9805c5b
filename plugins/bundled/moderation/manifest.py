"""What the plugin says of itself. Free of Django."""

from plugins.api.manifest import Contribution, PluginManifest, SettingField

MODE = SettingField(
    name="mode",
    kind="choice",
    default="post",
    choices=(
        (
            "post",
            {
                "en": "After publication: contributions are public at once",
                "sq": "Pas publikimit: kontributet bëhen publike menjëherë",
                "sr-latn": "Posle objavljivanja: prilozi su odmah javni",
                "mk": "По објавувањето: прилозите се веднаш јавни",
            },
        ),
        (
            "pre",
            {
                "en": "Before publication: a moderator reads each contribution first",
                "sq": "Para publikimit: një moderator e lexon më parë çdo kontribut",
                "sr-latn": "Pre objavljivanja: moderator prvo čita svaki prilog",
                "mk": "Пред објавувањето: модератор прво го чита секој прилог",
            },
        ),
    ),
    label={"en": "Moderation", "sq": "Moderimi", "sr-latn": "Moderisanje", "mk": "Модерирање"},
    help={
        "en": "Applies to what is sent from now on.",
        "sq": "Vlen për ato që dërgohen nga tani e tutje.",
        "sr-latn": "Važi za ono što se pošalje od sada.",
        "mk": "Важи за она што ќе се испрати отсега.",
    },
)

MANIFEST = PluginManifest(
    slug="moderation",
    version="1.0.0",
    requires_api=">=1,<2",
    app="plugins.bundled.moderation",
    name={"en": "Moderation", "sq": "Moderimi", "sr-latn": "Moderisanje", "mk": "Модерирање"},
    description={
        "en": "Moderators publish, hide, remove and restore contributions, each time with a public reason.",
        "sq": "Moderatorët i publikojnë, fshehin, heqin dhe rikthejnë kontributet, çdo herë me një arsye publike.",
        "sr-latn": "Moderatori objavljuju, skrivaju, uklanjaju i vraćaju priloge, uvek uz javno obrazloženje.",
        "mk": "Модераторите објавуваат, кријат, отстрануваат и враќаат прилози, секогаш со јавно образложение.",
    },
    # One institution, one way of moderating: a single consultation cannot escape it.
    scopes=("institution",),
    settings=(MODE,),
    contributions=(
        Contribution(point="submission.check", handler="plugins.bundled.moderation.checks:hold_for_moderator"),
        Contribution(point="site.urls", handler="plugins.bundled.moderation.site.urls:urlpatterns"),
        Contribution(point="api.routes", handler="plugins.bundled.moderation.api.urls:urlpatterns"),
        Contribution(point="admin.views", handler="plugins.bundled.moderation.admin.urls:urlpatterns"),
        Contribution(
            point="admin.menu",
            handler="plugins.bundled.moderation.admin.menu:waiting",
            options={
                "label": {"en": "Moderation", "sq": "Moderimi", "sr-latn": "Moderisanje", "mk": "Модерирање"},
                "url_name": "moderation_admin:queue",
                "icon": "comment",
                "order": 300,
            },
        ),
    ),
)
