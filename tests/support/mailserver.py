"""A real mail server on the loopback, which can be told to be slow, broken or away."""

import socket
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Envelope:
    """One letter as it was handed over."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]


@dataclass
class MailServer:
    """Accepts everything until told otherwise.

    ``refuse("451 4.3.0 Try later")`` answers so when the letter has been handed over,
    ``refuse_recipient("550 5.1.1 No such user")`` already at its address, ``delay = 3`` waits that
    many seconds before each answer to a letter, ``drop_after_data()`` takes the letter and hangs up
    without a word, ``accept()`` ends all of these, ``down()`` and ``up()`` stop listening and begin
    again on the same port.
    """

    host: str = "127.0.0.1"
    port: int = 0
    delay: float = 0
    envelopes: list[Envelope] = field(default_factory=list)
    connections: int = 0
    _refusal: str = ""
    _recipient_refusal: str = ""
    _drop: bool = False
    _controller: Controller | None = None

    def accept(self) -> None:
        self._refusal = self._recipient_refusal = ""
        self._drop, self.delay = False, 0

    def refuse(self, answer: str) -> None:
        self._refusal = answer

    def refuse_recipient(self, answer: str) -> None:
        self._recipient_refusal = answer

    def drop_after_data(self) -> None:
        self._drop = True

    def up(self) -> None:
        self.port = self.port or _free_port()
        self._controller = Controller(self, hostname=self.host, port=self.port)
        self._controller.start()
        self.connections = 0  # the controller's own trial connection is not a guest's

    def down(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def messages(self) -> list[EmailMessage]:
        return [envelope.message for envelope in self.envelopes]

    # What aiosmtpd calls.

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self._recipient_refusal:
            return self._recipient_refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.delay:
            time.sleep(self.delay)  # holds up this server's own thread and nobody else's
        if self._refusal:
            return self._refusal
        self.envelopes.append(
            Envelope(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content)
        )
        if self._drop:
            server.transport.abort()
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
