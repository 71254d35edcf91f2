"""A letter's HTML alone, for a frame on a page of the admin."""

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View

#: A letter is shown, and can do nothing: no script, no form, no request but for its pictures.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class LetterFrame(View):
    """Shows what ``get_html`` returns, and nothing else."""

    def get(self, request, *args, **kwargs):
        return HttpResponse(self.get_html(), headers={"Content-Security-Policy": POLICY})

    def get_html(self):
        raise NotImplementedError
