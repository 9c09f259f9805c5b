"""Settings shared by every environment. What an operator may change comes from the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
import django_cache_url
from django.utils.translation import gettext_lazy as _

from cms import logs
from cms.settings.languages import register_languages
from plugins.kernel.discovery import discover

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("KUVEND_VAR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)

register_languages()

DEBUG = False
ALLOWED_HOSTS: list[str] = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# None: every installed plugin may load; otherwise only those the operator names.
_allowed_plugins = os.environ.get("KUVEND_PLUGINS")
KUVEND_PLUGINS = None if _allowed_plugins is None else [p for p in _allowed_plugins.split(",") if p]
PLUGIN_DISCOVERY = discover(KUVEND_PLUGINS)

INSTALLED_APPS = [
    "cms.accounts",
    "consultations",
    "search",
    "plugins.kernel",
    "cms",
    "cms.site",
    "cms.tenancy",
    "cms.plugin_admin",
    "cms.pages",
    "cms.answers",
    "cms.api",
    "cms.demo",
    # After our own apps, so that no template of a plugin shadows one of ours.
    *PLUGIN_DISCOVERY.installed_apps,
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.site.middleware.ContentSecurityPolicyMiddleware",
    "cms.site.middleware.RequestGuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.tenancy.middleware.InstitutionMiddleware",
    "cms.tenancy.middleware.AdminScopeMiddleware",
    "cms.pages.middleware.GonePageMiddleware",
    "cms.pages.middleware.RecordRefusedMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.site.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'kuvend.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            # A writer takes its lock at BEGIN, so that two submissions queue instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;",
        }
    )

CACHES = {"default": django_cache_url.parse(os.environ.get("CACHE_URL", "locmem://kuvend"))}
SEARCH_URL = os.environ.get("SEARCH_URL", f"sqlite:///{VAR_DIR / 'search.sqlite3'}")
# Of a cluster; kept out of its address.
SEARCH_PASSWORD = os.environ.get("SEARCH_PASSWORD", "")
SEARCH_API_KEY = os.environ.get("SEARCH_API_KEY", "")
# An embedded index beside the cluster, which answers while the cluster does not.
SEARCH_KEPT_URL = os.environ.get("SEARCH_KEPT_URL", "")

_email_url = os.environ.get("EMAIL_URL")
if _email_url:
    vars().update(dj_email_url.parse(_email_url))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "kuvend@example.org")
EMAIL_TIMEOUT = 10
# Where links in mails lead.
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")

# Languages -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("sq", _("Albanian")),
    ("sr-latn", _("Serbian (Latin)")),
    ("sr", _("Serbian (Cyrillic)")),
    ("mk", _("Macedonian")),
]
WAGTAIL_CONTENT_LANGUAGES = [entry for entry in LANGUAGES if entry[0] != "sr"]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"
# Of a checkout; in the wheel they are those of the app `cms` (tools/building.py).
LOCALE_PATHS = [folder for folder in [BASE_DIR / "locale"] if folder.is_dir()]
FORMAT_MODULE_PATH = ["cms.formats"]

# Accounts ------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kuvend: "
ACCOUNT_ADAPTER = "cms.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "cms.accounts.forms.LoginForm",
    "request_login_code": "cms.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "cms.accounts.forms.ConfirmLoginCodeForm",
    "signup": "cms.accounts.forms.SignupForm",
    "confirm_email_verification_code": "cms.accounts.forms.ConfirmEmailVerificationCodeForm",
}
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Files ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# The editor of a document sends some ten fields for each of its provisions.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# Wagtail -------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Kuvend"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Off: an autosave under way when an editor submits arrives after it and puts the older text back (Wagtail 8.0.1).
WAGTAIL_AUTOSAVE_INTERVAL = 0
# A translation begins as a draft: who may ask for one need not be allowed to publish.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# API -----------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "consultations.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["consultations.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "consultations.api.problems.problem_handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kuvend public API",
    "DESCRIPTION": "Institutions, documents, consultations, submissions and responses, as the public sees them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    # That check reads every route, Wagtail's too; tests/cms/api holds what we publish to more than it asks.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "cms.api.schema.problems_by_their_media_type",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ConsultationStateEnum": "consultations.states.ConsultationState",
        "SubmissionStateEnum": "consultations.states.SubmissionState",
        "DocumentKindEnum": "consultations.models.document.DocumentKind",
        "ProvisionKindEnum": "consultations.models.document.ProvisionKind",
        "ModerationActionEnum": "consultations.models.moderation.ModerationAction",
    },
}

# Security ------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews of our own pages in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which asks for DENY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.site.views.errors.csrf_failure"
PLUGIN_PAGE = "cms.pages.models.plugin.PluginPage"
PLUGIN_UNAVAILABLE_VIEW = "cms.site.views.errors.plugin_unavailable"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Mails to unconfirmed addresses are counted by the hour (consultations/limits.py); MAIL_LIMITS=0: they are not.
MAIL_LIMITS = os.environ.get("MAIL_LIMITS", "1") != "0"
# How many proxies of one's own a request passes: each adds to X-Forwarded-For, and only they are believed.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))

# Consultations -------------------------------------------------------------------------------------
SUBMISSION_TEXT_LIMIT = 50_000  # characters
VERIFICATION_DAYS = 14
#: How long before its end a consultation "closes soon".
CLOSING_SOON_DAYS = 3

# LOG_FORMAT=json for machines that collect logs.
LOGGING = logs.configure(os.environ.get("LOG_LEVEL", "INFO"), json=os.environ.get("LOG_FORMAT") == "json")
