"""Tests. Nothing is read from the environment but which database to use, sqlite or postgres."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from cms import env
from cms.settings.base import *

DATABASE = os.environ.get("TEST_DATABASE", "sqlite")
if DATABASE not in ("sqlite", "postgres"):
    raise env.EnvError(f"TEST_DATABASE must be sqlite or postgres, not “{DATABASE}”.")

DATA_DIR = Path(tempfile.mkdtemp(prefix="tilmeld-tests-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
MEDIA_ROOT = DATA_DIR / "media"
# tests/conftest.py starts PostgreSQL and fills in its address. A file, not memory: threads and
# processes of a test share it, as they do on the real site.
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.sqlite(DATA_DIR / "unused.sqlite3")
    if DATABASE == "sqlite"
    else {"ENGINE": "django.db.backends.postgresql", "NAME": "tilmeld", "USER": "postgres"}
}
if DATABASE == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}

SECRET_KEY = "not-a-secret-only-tests-use-it-" * 2
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAIL_SITE_NAME = "Tilmeld"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = "tilmeld@example.org"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",  # fast
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # reads what the real site wrote
]
WHITENOISE_AUTOREFRESH = True  # don't list every static file for every client
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # A test sees at once what it did; those of the cache itself take a real one.
    "tilmeld_pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
LANGUAGE_CODE = "en"  # the language of the source; tests of Danish ask for it
