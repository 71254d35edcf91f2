"""Wagtail's welcome page becomes the front page, of a site that knows its own address and name."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

TITLE = "Forside"


def make_front_page(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    welcome = Page.objects.filter(depth=2, content_type__model="page").first()
    if welcome is None:
        return
    home_page, _created = ContentType.objects.get_or_create(app_label="home", model="homepage")
    HomePage(page_ptr_id=welcome.pk, body="[]").save_base(raw=True)
    Page.objects.filter(pk=welcome.pk).update(
        content_type=home_page, title=TITLE, draft_title=TITLE
    )


def name_site(apps, schema_editor):
    url = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = url.port or (443 if url.scheme == "https" else 80)
    apps.get_model("wagtailcore", "Site").objects.filter(
        is_default_site=True, hostname="localhost", site_name=""
    ).update(hostname=url.hostname, port=port, site_name=settings.WAGTAIL_SITE_NAME)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_home_page")]

    operations = [
        migrations.RunPython(make_front_page, migrations.RunPython.noop),
        migrations.RunPython(name_site, migrations.RunPython.noop),
    ]
