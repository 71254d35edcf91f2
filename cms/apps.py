from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The host site: what it changes of Wagtail's admin, its frame's pictures and styles."""

    name = "cms"

    def ready(self) -> None:
        from . import admin_dates  # noqa: PLC0415 (needs loaded apps)

        admin_dates.follow_language()
