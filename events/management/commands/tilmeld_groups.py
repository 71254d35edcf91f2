"""Groups to begin with, for those who write invitations, hold events and stand at the door."""

from typing import Any

from django.core.management.base import BaseCommand

from ...services import organisers


class Command(BaseCommand):
    help = "Make the groups Communications, Organisers and Door; leave those that are there."

    def handle(self, **options: Any) -> None:
        for group, is_new in organisers.make_groups():
            if is_new:
                rights = ", ".join(group.permissions.values_list("codename", flat=True))
                self.stdout.write(f"Made “{group.name}” with {rights}.")
            else:
                self.stdout.write(f"“{group.name}” is there already and was left as it is.")
