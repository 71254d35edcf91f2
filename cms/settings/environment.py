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

_mail = env.mail(DATA_DIR / "letters")
ANYMAIL |= _mail.pop("ANYMAIL", {})
globals().update(_mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "tilmeld@example.org")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cms.logs.MaskedFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    # Django's own handlers would print without the mask, or write mail to administrators.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
