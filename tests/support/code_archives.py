"""A stand-in for GitHub's server of code archives."""

from __future__ import annotations

import io
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def archive(files: Mapping[str, str | bytes | tarfile.TarInfo], top: str = "repo-0123") -> bytes:
    """Returns a ``.tar.gz`` of files below one folder; a TarInfo is added as it is."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        for name, text in files.items():
            if isinstance(text, tarfile.TarInfo):
                tar.addfile(text)
                continue
            data = text.encode() if isinstance(text, str) else text
            member = tarfile.TarInfo(f"{top}/{name}" if not name.startswith("!") else name[1:])
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return content.getvalue()


@dataclass
class CodeServer:
    """Serves archives by path, such as ``/owner/name/tar.gz/<commit>``.

    Attributes:
        address: URL of the server.
        archives: Content by path; other paths get 404.
        asked_for: Requested paths, in order.
        hold: If set, the server waits for this event in the middle of each archive.
        is_held: Set while the server waits.
        cut_short: The server closes the connection in the middle.
        sends_length: The server sends the size of an archive in advance.
    """

    address: str = ""
    archives: dict[str, bytes] = field(default_factory=dict[str, bytes])
    asked_for: list[str] = field(default_factory=list[str])
    hold: threading.Event | None = None
    is_held: threading.Event = field(default_factory=threading.Event)
    cut_short: bool = False
    sends_length: bool = False

    def offer(
        self,
        repository: str,
        commit: str,
        files: Mapping[str, str | bytes | tarfile.TarInfo],
    ) -> None:
        """Adds a repository at a commit."""
        self.archives[f"/{repository}/tar.gz/{commit}"] = archive(files)

    def answer(self, path: str, start: Callable[[int, int | None], object]) -> Iterator[bytes]:
        """Returns the body for a path, in two halves."""
        self.asked_for.append(path)
        content = self.archives.get(path)
        if content is None:
            start(404, 0)
            return
        has_length = self.sends_length or self.cut_short
        start(200, len(content) if has_length else None)
        half = len(content) // 2
        yield content[:half]
        if self.hold is not None:
            self.is_held.set()
            self.hold.wait(30.0)
        if not self.cut_short:
            yield content[half:]


@contextmanager
def code_server() -> Iterator[CodeServer]:
    """Serves on a free port until the test ends."""
    code = CodeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            def start(status: int, size: int | None) -> None:
                self.send_response(status)
                if size is not None:
                    self.send_header("Content-Length", str(size))
                self.end_headers()

            try:
                for piece in code.answer(self.path, start):
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                self.close_connection = True  # The client has left.

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Logs nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    code.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield code
    finally:
        if code.hold is not None:
            code.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()
