"""``python -m bench.mailserver PORT DELAY [FILE]``: a mail server that may take its time.

It writes the recipient of each letter that it took into the file.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, delay: float, taken: str = os.devnull) -> None:
        self.delay = delay
        self.taken = Path(taken).open("a", buffering=1)  # noqa: SIM115 (as long as the server)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.delay)
        print(*envelope.rcpt_tos, sep="\n", file=self.taken)
        return "250 OK"


async def serve(port: int, delay: float, *taken: str) -> None:
    loop, handler = asyncio.get_running_loop(), Handler(delay, *taken)
    server = await loop.create_server(lambda: SMTP(handler), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:]))
