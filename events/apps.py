from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TilmeldConfig(AppConfig):
    """The app labelled ``tilmeld``: many a site has an app labelled ``events`` already."""

    name = "events"
    label = "tilmeld"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, signal_handlers  # noqa: F401, PLC0415 (need loaded apps)

        signal_handlers.connect()
