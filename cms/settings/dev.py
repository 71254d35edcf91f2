"""``make run``: one machine on its own, nothing needed from the environment."""

from cms.settings.environment import *

SECRET_KEY = env.secret_file(DATA_DIR / "secret_key")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
WHITENOISE_USE_FINDERS = True  # static files straight from the packages: no collectstatic
DEMO = env.flag("DEMO", True)
