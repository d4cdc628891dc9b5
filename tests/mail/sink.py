"""A mail server for tests, on a free port of this machine: takes what comes, or misbehaves as it is told."""

import email
import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

GREETING = "220 sink"


class MailSink:
    """Takes mails over SMTP. ``answers`` replaces the answer to a command: {"RCPT": "550 unknown"}.

    ``silent_at`` names the command at which it stops answering (»CONNECT« before the greeting). ``pause`` is how many
    seconds it takes over each mail.
    """

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answers: dict[str, str] = {}
        self.silent_at = ""
        self.pause = 0.0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def serve(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def stop(self) -> None:
        if self._stopped.is_set():
            return
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _talk(self, client: socket.socket) -> None:
        with client, client.makefile("rwb") as stream:
            try:
                if self.silent_at == "CONNECT":
                    self._stopped.wait(60)
                    return
                self._say(stream, GREETING)
                self._dialogue(stream)
            except OSError:
                return  # the client is gone

    def _dialogue(self, stream) -> None:
        while line := stream.readline():
            command = line.split()[0].decode().upper() if line.split() else ""
            if command == self.silent_at:
                self._stopped.wait(60)
                return
            if command == "DATA" and "DATA" not in self.answers:
                self._say(stream, "354 go on")
                content = self._content(stream)
                if content is None:
                    return  # cut off before its end: not taken
                time.sleep(self.pause)
                if answer := self.answers.get("CONTENT"):
                    self._say(stream, answer)
                    continue
                self.mails.append(email.message_from_bytes(content, policy=email.policy.default))
                self._say(stream, "250 taken")
            elif command == "QUIT":
                self._say(stream, "221 bye")
                return
            else:
                self._say(stream, self.answers.get(command, "250 sink" if command else "500 what?"))

    @staticmethod
    def _content(stream) -> bytes | None:
        lines: list[bytes] = []
        while line := stream.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return None

    @staticmethod
    def _say(stream, text: str) -> None:
        stream.write(f"{text}\r\n".encode())
        stream.flush()


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    sink = MailSink()
    thread = threading.Thread(target=sink.serve, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.stop()
        thread.join(timeout=10)
