"""A file that a guest sent, for those who may see the answer."""

from django.http import FileResponse, Http404
from wagtail.log_actions import log

from .registration import RegistrationView

#: Whatever a browser makes of the file, it can do nothing on our site.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


class FileView(RegistrationView):
    """Hands out a file, to be saved and never shown by the browser itself."""

    def get(self, request, *args, **kwargs):
        seen = {question.key for question, _answer in self.answers}
        file = self.registration.files.filter(question=kwargs["key"]).first()
        if file is None or file.question not in seen:
            raise Http404
        try:
            content = file.file.open()
        except OSError as error:
            raise Http404 from error
        log(self.registration, "tilmeld.view_file", user=request.user)
        return FileResponse(
            content,
            as_attachment=True,
            filename=file.name,
            content_type="application/octet-stream",
            headers=HEADERS,
        )
