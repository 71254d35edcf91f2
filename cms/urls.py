from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls


def icon(request: HttpRequest) -> HttpResponse:
    """Lead to the site's icon: of pages that name none, browsers ask for it here."""
    return redirect(static("cms/icon.svg"))


urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("tilmeld/", include("events.urls")),
    path("favicon.ico", cache_control(public=True, max_age=600)(icon)),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("sitemap.xml", cache_control(public=True, max_age=600)(sitemap)),
]

if settings.SERVE_MEDIA:
    # Images only: documents go through Wagtail, which knows who may read them.
    media = r"^media/(?P<path>(?:images|original_images)/.+)$"
    urlpatterns += [re_path(media, serve, {"document_root": settings.MEDIA_ROOT})]

urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
