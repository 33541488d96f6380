"""A stand-in for Hugging Face, with the endpoints that its library uses, and faults.

``python -m tests.workers.weights.hub FOLDER`` serves FOLDER/<owner>/<name>/ as repositories, and
prints its address for ``HF_ENDPOINT``.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import re
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

#: Larger files use LFS: SHA-256 checksums, and another server.
LARGE_BYTES = 1000
_PIECE_BYTES = 2**14


def git_name(content: bytes) -> str:
    """Returns Git's blob ID of a content, as 40 hexadecimal digits."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


@dataclass
class Repository:
    """One repository.

    Attributes:
        commits: Commit -> path -> content, the oldest first.
        is_gated: Only tokens in ``let_in`` can access its files.
    """

    commits: dict[str, dict[str, bytes]] = field(default_factory=dict[str, dict[str, bytes]])
    is_gated: bool = False

    @property
    def main(self) -> str:
        return list(self.commits)[-1]


@dataclass
class Asked:
    """A request."""

    method: str
    path: str
    host: str
    start: int
    token: str | None


@dataclass
class Trouble:
    """Faults of the server.

    Attributes:
        hold_at: Stalls a body after so many bytes until ``go`` is set; -1 stalls before the
            response, None never.
        drops: Closes the connections of the next bodies after so many bytes.
        statuses: Responses to the next requests for files.
        list_statuses: Responses to the next requests for lists of files.
        retry_after_s: ``Retry-After`` of these responses, in seconds.
        damaged: Path -> how often the file is still sent with wrong bytes.
        ignores_ranges: Files are always sent from their start.
        listed_as: Path -> path in the list of files.
        bytes_per_s: Speed of bodies; None for unlimited.
        is_portal: All responses are a web page.
        echoes: Errors repeat the request, including the token.
    """

    hold_at: int | None = None
    go: threading.Event = field(default_factory=threading.Event)
    held: threading.Event = field(default_factory=threading.Event)
    drops: list[int] = field(default_factory=list[int])
    statuses: list[int] = field(default_factory=list[int])
    list_statuses: list[int] = field(default_factory=list[int])
    retry_after_s: int | None = None
    damaged: dict[str, int] = field(default_factory=dict[str, int])
    ignores_ranges: bool = False
    listed_as: dict[str, str] = field(default_factory=dict[str, str])
    bytes_per_s: float | None = None
    is_portal: bool = False
    echoes: bool = False


class StandInHub:
    """Serves repositories from memory until it is stopped."""

    def __init__(self, port: int = 0) -> None:
        self.repositories: dict[str, Repository] = {}
        self.let_in: set[str] = set()
        self.known: set[str] = set()
        self.trouble = Trouble()
        self.asked: list[Asked] = []
        self.page_size = 1000
        hub = self

        class Handler(_Handler):
            at = hub

        self._server = _Server(("127.0.0.1", port), Handler)
        poll = {"poll_interval": 0.02}
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, kwargs=poll, name="hub", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def publish(self, repository: str, files: Mapping[str, bytes], *, gated: bool = False) -> str:
        """Commits exactly these files; returns the commit."""
        names = json.dumps({path: git_name(content) for path, content in sorted(files.items())})
        commit = hashlib.sha1(names.encode(), usedforsecurity=False).hexdigest()
        entry = self.repositories.setdefault(repository, Repository())
        entry.is_gated = gated
        entry.commits.pop(commit, None)
        entry.commits[commit] = dict(files)
        return commit

    def bodies(self) -> list[Asked]:
        """Returns the requests for files' bytes, without redirects."""
        return [
            request
            for request in self.asked
            if request.method == "GET" and "/api/" not in request.path
        ]

    def stop(self) -> None:
        self.trouble.go.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._connections: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        """Closes all connections, idle ones included."""
        for connection in self._connections:
            with contextlib.suppress(OSError):  # Already closed.
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    at: StandInHub

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as its base has it
        """Logs nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        self.token = token if scheme == "Bearer" else None
        start = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        self.start = int(start[1]) if start else 0
        host = self.headers.get("Host", "")
        self.at.asked.append(Asked(self.command, path, host, self.start, self.token))
        if self.at.trouble.is_portal:
            self._send(200, b"<html>Welcome to our network</html>", {"Content-Type": "text/html"})
        elif found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/revision/(.+)", path):
            self._info(found[1], found[2])
        elif found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/tree/([^/]+)", path):
            self._tree(found[1], found[2], parse_qs(url.query))
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._resolve(found[1], found[2], found[3])
        elif found := re.fullmatch(r"/stored/([^/]+/[^/]+)/([^/]+)/(.+)", path):
            self._body(found[3], self.at.repositories[found[1]].commits[found[2]][found[3]])
        else:
            self._refuse(404, "EntryNotFound")

    def _commit(self, name: str, revision: str) -> str | None:
        """Returns the requested commit; None if the request was answered."""
        repository = self.at.repositories.get(name)
        if self.token is not None and self.token not in self.at.known | self.at.let_in:
            self._refuse(401, message="Invalid credentials in Authorization header")
        elif repository is None:
            self._refuse(401, "RepoNotFound", "Repository not found")
        elif revision != "main" and revision not in repository.commits:
            self._refuse(404, "RevisionNotFound")
        else:
            return repository.main if revision == "main" else revision
        return None

    def _info(self, name: str, revision: str) -> None:
        if self.at.trouble.list_statuses:
            self._send(self.at.trouble.list_statuses.pop(0), b"not now", {})
            return
        commit = self._commit(name, revision)
        if commit is not None:
            gated = "manual" if self.at.repositories[name].is_gated else False
            self._send_json({"id": name, "sha": commit, "gated": gated, "siblings": []})

    def _tree(self, name: str, revision: str, query: Mapping[str, list[str]]) -> None:
        commit = self._commit(name, revision)
        if commit is None:
            return
        listed: list[dict[str, Any]] = []
        for path, content in self.at.repositories[name].commits[commit].items():
            entry: dict[str, Any] = {"type": "file", "path": path, "size": len(content)}
            entry |= {"path": self.at.trouble.listed_as.get(path, path), "oid": git_name(content)}
            if len(content) >= LARGE_BYTES:
                sha256 = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"oid": sha256, "size": len(content), "pointerSize": 130}
                entry["oid"] = git_name(sha256.encode())
            listed.append(entry)
        folders = {
            path.rpartition("/")[0] for path in (item["path"] for item in listed) if "/" in path
        }
        listed += [
            {"type": "directory", "path": folder, "oid": "0" * 40} for folder in sorted(folders)
        ]
        first = int(query.get("cursor", ["0"])[0])
        last = first + self.at.page_size
        headers: dict[str, str] = {}
        if last < len(listed):
            next_page = f"{self.at.endpoint}{urlsplit(self.path).path}?recursive=True&cursor={last}"
            headers["Link"] = f'<{next_page}>; rel="next"'
        self._send_json(listed[first:last], headers)

    def _resolve(self, name: str, revision: str, path: str) -> None:
        trouble = self.at.trouble
        if trouble.statuses:
            after = {} if trouble.retry_after_s is None else {"Retry-After": trouble.retry_after_s}
            self._send(trouble.statuses.pop(0), b"not now", {k: str(v) for k, v in after.items()})
            return
        commit = self._commit(name, revision)
        if commit is None:
            return
        repository = self.at.repositories[name]
        content = repository.commits[commit].get(path)
        if repository.is_gated and self.token not in self.at.let_in:
            self._refuse(403 if self.token else 401, "GatedRepo", f"{name} is restricted")
        elif content is None:
            self._refuse(404, "EntryNotFound")
        elif len(content) < LARGE_BYTES:
            self._body(path, content, {"X-Repo-Commit": commit, "ETag": f'"{git_name(content)}"'})
        else:
            sha256 = hashlib.sha256(content).hexdigest()
            headers = {
                # By another name, which clients take for another host.
                "Location": f"http://localhost:{self.at.port}/stored/{name}/{commit}/{path}",
                "X-Repo-Commit": commit,
                "X-Linked-ETag": f'"{sha256}"',
                "X-Linked-Size": str(len(content)),
            }
            self._send(302, b"", headers)

    def _body(self, path: str, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        trouble = self.at.trouble
        start = 0 if trouble.ignores_ranges else self.start
        if trouble.damaged.get(path, 0) > 0:
            trouble.damaged[path] -= 1
            content = content[:-1] + bytes([content[-1] ^ 1])
        if trouble.hold_at == -1:
            self._hold()
        self.send_response(206 if start else 200)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        if self.command == "HEAD":
            return
        end = start + trouble.drops.pop(0) if trouble.drops else len(content)
        with contextlib.suppress(OSError):  # The client has left.
            for piece in self._pieces(content[start:end]):
                self.wfile.write(piece)
            self.wfile.flush()
        self.close_connection = self.close_connection or end < len(content)

    def _pieces(self, content: bytes) -> Iterator[bytes]:
        trouble = self.at.trouble
        if trouble.hold_at is not None and trouble.hold_at < len(content):
            yield content[: trouble.hold_at]
            self._hold()
            content = content[trouble.hold_at :]
        for place in range(0, len(content), _PIECE_BYTES):
            piece = content[place : place + _PIECE_BYTES]
            yield piece
            if trouble.bytes_per_s is not None:
                trouble.go.wait(len(piece) / trouble.bytes_per_s)

    def _hold(self) -> None:
        self.wfile.flush()
        self.at.trouble.held.set()
        self.at.trouble.go.wait()

    def _refuse(self, status: int, code: str = "", message: str = "") -> None:
        headers = {"X-Error-Code": code} if code else {}
        if self.at.trouble.echoes:
            message = f"{message}: you sent {self.headers.get('Authorization')}"
        if message:
            headers["X-Error-Message"] = message
        self._send(status, json.dumps({"error": message}).encode(), headers)

    def _send_json(self, content: object, headers: Mapping[str, str] | None = None) -> None:
        all_headers = {"Content-Type": "application/json", **(headers or {})}
        self._send(200, json.dumps(content).encode(), all_headers)

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def main() -> int:
    """Serves a folder until stdin ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.workers.weights.hub")
    parser.add_argument("folder", type=Path, help="holds <owner>/<name>/<files>")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--gated", action="append", default=[], metavar="OWNER/NAME")
    parser.add_argument("--token", action="append", default=[], help="is let in everywhere")
    parser.add_argument("--bytes-per-second", type=float, default=None)
    chosen = parser.parse_args()
    hub = StandInHub(chosen.port)
    hub.let_in |= set(chosen.token)
    hub.trouble.bytes_per_s = chosen.bytes_per_second
    for folder in sorted(chosen.folder.glob("*/*/")):
        name = folder.relative_to(chosen.folder).as_posix()
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        hub.publish(name, files, gated=name in chosen.gated)
    sys.stdout.write(f"{hub.endpoint}\n")
    sys.stdout.flush()
    sys.stdin.read()
    hub.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
