"""A provider that takes a key by which it knows a letter again gets one."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from events.models import Message
from events.services import outbox
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(settings):
    """Stands in for Resend; the keys of the requests it got."""
    keys: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            keys.append(self.headers["Idempotency-Key"])
            body = json.dumps({"id": str(len(keys))}).encode()
            self.send_response(200 if len(keys) > 1 else 500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.EMAIL_BACKEND = "anymail.backends.resend.EmailBackend"
    settings.ANYMAIL = {
        "RESEND_API_KEY": "key",
        "RESEND_API_URL": f"http://127.0.0.1:{server.server_port}/",
    }
    yield keys
    server.shutdown()
    server.server_close()


def test_each_letter_has_one_key_however_often_it_is_tried(keys):
    event = event_page().event
    first, second = (
        outbox.queue(Message.Kind.CONFIRMED, registration(event, name), at=OPEN_AT)
        for name in ("Ben", "Cleo")
    )
    outbox.sweep(at=OPEN_AT)
    first.refresh_from_db()
    outbox.sweep(at=first.due_at)
    assert keys == [str(each.reference) for each in (first, second, first)]
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.SENT}
