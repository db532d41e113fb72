"""A mail server that takes everything and remembers it, and that can be away: for measurements on this machine."""

import asyncio
import email
import email.policy
import threading
from typing import NamedTuple


class Taken(NamedTuple):
    """A letter for which the server said yes."""

    message_id: str
    to: str
    text: str


class MailSink:
    """Listens on 127.0.0.1 in a thread of its own from `start()` on; port 0: any. Takes a letter before it says yes."""

    def __init__(self, port: int) -> None:
        self.port, self.taken, self.connections = port, list[Taken](), 0
        self._loop = asyncio.new_event_loop()
        self._talks: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def start(self) -> None:
        self._wait(self._start())

    def stop(self) -> None:
        """Away: no new connection, the open ones cut."""
        self._wait(self._stop())

    def end(self) -> None:
        """Away for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self._loop.close()

    def _wait(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, limit=2**20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        for writer in list(self._talks):
            writer.transport.abort()
        while self._talks:
            await asyncio.sleep(0.01)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talks.add(writer)
        self.connections += 1
        try:
            await self._answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the other side was killed
        finally:
            self._talks.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        recipient = ""
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.decode().split("<", 1)[1].split(">", 1)[0]
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                self._take(recipient, await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 yes\r\n")
            await writer.drain()

    def _take(self, recipient: str, raw: bytes) -> None:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        self.taken.append(Taken(letter["Message-ID"].strip(), recipient, letter.get_content()))
