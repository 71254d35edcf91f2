"""A stand-in for Mailgun: its HTTP API on the loopback, and the reports it signs.

anymail really sends its requests here, and its webhook view really checks the signatures.
"""

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import Client
from django.urls import reverse

SIGNING_KEY = "the-key-that-signs-reports"
SETTINGS = {
    "MAILGUN_API_KEY": "the-key-that-sends",
    "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY,
    "REQUESTS_TIMEOUT": 5,
}


@dataclass(frozen=True)
class Request:
    """One letter as the provider got it: the form's fields, and the attached files."""

    path: str
    fields: dict[str, str]
    files: dict[str, tuple[Any, str]]  # name -> content type (a header), content


@dataclass
class Provider:
    """Takes every letter until told otherwise.

    ``answer(429, {"Retry-After": "90"})`` answers so from now on, ``hang()`` takes the letter and
    says nothing until ``close``, ``hang_up()`` takes it and ends the connection, ``garble()``
    answers with something that isn't JSON.
    """

    requests: list[Request] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    hanging: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.hanging.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v3"

    @property
    def settings(self) -> dict[str, Any]:
        return SETTINGS | {"MAILGUN_API_URL": self.url}

    def answer(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.status, self.headers = status, headers or {}

    def garble(self) -> None:
        self.body = "<html>Welcome</html>"

    def hang(self) -> None:
        self.hanging.clear()

    def hang_up(self) -> None:
        self.status = 0

    def close(self) -> None:
        self.hanging.set()
        self.server.shutdown()
        self.server.server_close()

    def take(self, request: Request) -> tuple[int, dict[str, str], str]:
        self.requests.append(request)
        self.hanging.wait(10)
        number = len(self.requests)
        accepted = {"id": f"<{number}@mailgun.example>", "message": "Queued. Thank you."}
        refused = {"message": f"{request.fields['to']} is not a name we like"}
        body = self.body or json.dumps(accepted if self.status == 200 else refused)
        return self.status, self.headers, body

    def report(self, kind: str, letter: int = 1, token: str = "", **data: Any) -> Any:
        """Post what happened to a letter (counted from 1) to the site's webhook, signed."""
        request = self.requests[letter - 1]
        token = token or hashlib.sha256(f"{kind}{letter}{data}".encode()).hexdigest()[:50]
        event = {
            "event": kind,
            "timestamp": 1800000000.5,
            "recipient": request.fields["to"],
            "message": {"headers": {"message-id": f"{letter}@mailgun.example"}},
            "user-variables": {"tilmeld": request.fields["v:tilmeld"]},
        } | data
        return post(signed(token) | {"event-data": event})


def signed(token: str, key: str = SIGNING_KEY) -> dict[str, Any]:
    timestamp = "1800000000"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256)
    return {
        "signature": {
            "token": token,
            "timestamp": timestamp,
            "signature": signature.hexdigest(),
        }
    }


def post(report: dict[str, Any]) -> Any:
    url = reverse("tilmeld:anymail:mailgun_tracking_webhook")
    return Client().post(url, json.dumps(report), content_type="application/json")


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = parsed(self.path, self.headers["Content-Type"], body)
            status, headers, answer = provider.take(request)
            if not status:
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(answer.encode())), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


def parsed(path: str, content_type: str, body: bytes) -> Request:
    form = message_from_bytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body, policy=policy.HTTP
    )
    fields, files = {}, {}
    for part in form.iter_parts():
        name = part.get_param("name", header="Content-Disposition")
        content = part.get_payload(decode=True).decode()
        if part.get_filename():
            files[part.get_filename()] = (part["Content-Type"], content)
        else:
            fields[name] = content
    return Request(path, fields, files)
