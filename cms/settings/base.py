"""What is the same wherever the site runs. The environment is read in ``environment.py``."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "cms",
    "home",
    "events.apps.TilmeldConfig",
    "anymail",
    "django_tasks",
    "django_tasks_db",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.locales",
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "events.middleware.cache_pages",
    "cms.middleware.private_with_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.language_of_path",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# ------------------------------------------------------------------ language and time
LANGUAGE_CODE = "da"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES  # Danish is not among those that Wagtail offers
LOCALE_PATHS = [ROOT / "cms" / "locale", ROOT / "cms" / "locale_wagtail"]
FORMAT_MODULE_PATH = ["cms.formats"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
WAGTAIL_I18N_ENABLED = True

# ------------------------------------------------------------------ files
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
# The page editor of a long invitation posts more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ------------------------------------------------------------------ letters and tasks
# Letters have a queue of their own, so that a hanging job of another app can't hold them up.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "letters"],
    }
}
TILMELD: dict[str, str | int] = {"QUEUE": "letters"}
EMAIL_TIMEOUT = 45  # seconds; well under the time that one delivery may hold a letter
ANYMAIL = {"REQUESTS_TIMEOUT": EMAIL_TIMEOUT}

# ------------------------------------------------------------------ security and privacy
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY; Wagtail's preview frames the page
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would make browsers hide the form's origin
X_FRAME_OPTIONS = "SAMEORIGIN"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # sends nobody's address to a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False

PORT = 8000  # of the web server on the loopback
SERVE_MEDIA = True  # images; whoever puts a server or object storage in front turns it off
DEMO = False  # whether the first start fills the site with demo content
