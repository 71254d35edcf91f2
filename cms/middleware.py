"""Two rules for every answer of the site: what language it is in, and who may keep a copy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponse]


def language_of_path(get_response: GetResponse) -> GetResponse:
    """Take the language from the address alone: ``/en/…`` is English, all else the site's own.

    Django's LocaleMiddleware also asks the browser, and so makes every page vary on it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def private_with_session(get_response: GetResponse) -> GetResponse:
    """Keep what somebody with a session sees (the user bar, the admin) out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True)
        return response

    return middleware
