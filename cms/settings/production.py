"""A public site. What has no safe default must come from the environment."""

from cms.settings.environment import *

SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
WAGTAILADMIN_BASE_URL = env.origin("BASE_URL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL")

STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SERVE_MEDIA = env.flag("SERVE_MEDIA", True)

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 365 * 24 * 3600, 1, 10**9)
# Other sites on the same domain must decide for themselves.
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
if env.flag("BEHIND_PROXY"):  # only where the proxy overwrites the header on every request
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
