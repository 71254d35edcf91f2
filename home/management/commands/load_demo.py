from django.core.management.base import BaseCommand
from django.utils import timezone

from home import demo


class Command(BaseCommand):
    help = (
        "Fill a new site with demo content: an invitation as it was in 2024 and as it would be "
        "now, with a few made-up guests. Changes nothing on a site that has or had events."
    )

    def handle(self, **options) -> None:
        invitation = demo.build(timezone.now())
        if invitation is None:
            self.stdout.write("The site has or had events of its own: nothing was changed.")
        else:
            self.stdout.write(f"The demo invitation is at {invitation.full_url}")
