"""A publisher on loopback, registry clients that are fakes, and made-up models."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from made_up_models import CONTENT, edition_of, made_up, zip_asset, zipped

from auditor.models import catalogue
from auditor.models.catalogue import Model, Source


@dataclass
class Page:
    """What the publisher serves under one path, and how badly."""

    content: bytes
    etag: str = '"v1"'
    status: int = 200
    ranges: bool = True
    length: bool = True
    stops: list[int] = field(default_factory=list)
    """Bytes after which the first, second … answer is cut."""
    pause: float = 0.0
    """Seconds to hang instead of cutting."""


@dataclass
class Publisher:
    """A web server on loopback."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """The path and the Range header of every request."""

    def serve(self, path: str, content: bytes, **how: object) -> str:
        self.pages[path] = Page(content, **how)  # type: ignore[arg-type]
        return self.url + path


class Handler(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.publisher.asked.append((self.path, wanted))
        page = self.publisher.pages.get(self.path)
        if page is None or page.status != 200:
            self.send_error(page.status if page else 404)
            return
        self._answer(page, self._start(page, wanted))

    def _start(self, page: Page, wanted: str | None) -> int:
        if not wanted or not page.ranges:
            return 0
        if self.headers.get("If-Range", page.etag) != page.etag:
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))

    def _answer(self, page: Page, start: int) -> None:
        size = len(page.content)
        self.send_response(206 if start else 200)
        if page.length:
            self.send_header("Content-Length", str(size - start))
        self.send_header("ETag", page.etag)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.end_headers()
        stop = page.stops.pop(0) if page.stops else size
        self.wfile.write(page.content[start : max(start, stop)])
        if stop < size:
            time.sleep(page.pause)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    place = Publisher("")
    handler = type("Handler", (Handler,), {"publisher": place})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        place.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield place
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and no proxy between here and the loopback."""
    place = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("AUDITOR_CACHE", str(place))
    for name in catalogue.models():
        monkeypatch.delenv(catalogue.model(name).variable, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return place


@pytest.fixture
def content() -> dict[str, bytes]:
    return dict(CONTENT)


Register = Callable[[Model], Model]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Make a catalogue of one model."""

    def put(model: Model) -> Model:
        monkeypatch.setattr(catalogue, "models", lambda: {model.name: model})
        return model

    return put


@pytest.fixture
def tiny(publisher: Publisher, register: Register, content: dict[str, bytes]) -> Model:
    """A model like Vosk's: a zip of the publisher, pinned file by file, with dither to patch."""
    archive = zipped(content)
    url = publisher.serve("/small-1.zip", archive)
    return register(
        made_up(
            Source("1", (zip_asset(url, archive),)),
            editions=(edition_of(content, dither="conf/mfcc.conf"),),
            dither="conf/mfcc.conf",
        )
    )


_FAKE = """#!{python}
import json, os, pathlib, shutil, sys
pathlib.Path({log!r}).write_text(json.dumps(sys.argv[1:]))
sys.stderr.write({says!r})
for argument in sys.argv[1:]:
    for option in ("-DoutputDirectory=", "--pack-destination=", "--dest="):
        if argument.startswith(option):
            for source in {packages!r}:
                shutil.copy(source, argument.removeprefix(option))
sys.exit({status})
"""


@dataclass
class Clients:
    """Fakes of mvn, npm and pip, first on the path."""

    folder: Path

    def fake(self, client: str, *packages: Path, status: int = 0, says: str = "") -> Path:
        """Let ``client`` leave ``packages``; return the file with the arguments it was given."""
        log = self.folder / f"{client}.json"
        script = _FAKE.format(
            python=sys.executable,
            log=str(log),
            says=says,
            packages=[str(path) for path in packages],
            status=status,
        )
        path = self.folder / client
        if client == "pip":
            path.mkdir(exist_ok=True)
            (path / "__init__.py").write_text("")
            path = path / "__main__.py"
        path.write_text(script)
        path.chmod(0o755)
        return log


@pytest.fixture
def clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clients:
    """No client at all, until a test fakes it; pip is faked as a module."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return Clients(folder)
