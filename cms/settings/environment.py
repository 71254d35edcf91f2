"""What the environment decides, with the values of one machine on its own as defaults."""

from cms import env
from cms.settings.base import *

DEBUG = env.flag("DEBUG")
PORT = env.integer("PORT", PORT, 1, 65535)
WAGTAILADMIN_BASE_URL = env.origin("BASE_URL", f"http://localhost:{PORT}")
WAGTAIL_SITE_NAME = env.text("SITE_NAME", "Tilmeld")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", (env.host_of(WAGTAILADMIN_BASE_URL),))
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

DATA_DIR = env.directory("DATA_DIR", ROOT / "var")
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "tilmeld.sqlite3")}
MEDIA_ROOT = DATA_DIR / "media"

TILMELD |= {"TRUSTED_PROXIES": env.integer("TRUSTED_PROXIES", 0, 0, 10)}

_mail = env.mail(DATA_DIR / "letters")
ANYMAIL |= _mail.pop("ANYMAIL", {})
globals().update(_mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "tilmeld@example.org")

_stdout = {
    "class": "logging.StreamHandler",
    "stream": "ext://sys.stdout",
    "formatter": "line",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "events.logs.MaskedFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"all": _stdout, "trouble": {**_stdout, "level": "WARNING"}},
    "root": {"handlers": ["all"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would print without the mask, or write mail to administrators.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Two lines for each task and page would hide what matters; both are kept in the database.
        # The worker sets its loggers' level itself.
        "django_tasks": {"handlers": ["trouble"], "propagate": False},
        "wagtail": {"handlers": ["trouble"], "propagate": False},
    },
}
