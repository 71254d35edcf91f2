from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Front page")

    def ready(self) -> None:
        from . import admin_dates  # noqa: PLC0415 (needs loaded apps)

        admin_dates.follow_language()
