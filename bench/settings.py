"""The site as ``make run`` runs it, with a plain Wagtail form page on it to compare with."""

import os

from cms.settings.dev import *  # noqa: F403 (settings build on one another)

INSTALLED_APPS = [*INSTALLED_APPS, "bench.plain"]  # noqa: F405
DEMO = False
# All visitors come from one network, and say nothing of their origin.
TILMELD |= {"POSTS_PER_HOUR_WITHOUT_ORIGIN": 10**9}  # noqa: F405
TILMELD |= {"LEASE_SECONDS": int(os.environ.get("LEASE_SECONDS", "300"))}
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
if not env.text("EMAIL_URL", ""):  # noqa: F405
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
