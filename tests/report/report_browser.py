"""A real browser for the report's tests: Chromium, spoken to over its debugging protocol."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--mute-audio",
)


class Page:
    """One tab: what it logged, what it asked for, and how to touch it."""

    def __init__(self, socket: ClientConnection, downloads: Path) -> None:
        self._socket = socket
        self.downloads = downloads
        self._last = 0
        self._session: str | None = None
        self.messages: list[str] = []
        self.requested: list[str] = []

    def open(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=30))
            if answer.get("id") == self._last:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.messages.append(params["exceptionDetails"]["text"])
            case "Runtime.consoleAPICalled":
                self.messages.append(str(params["args"]))
            case "Log.entryAdded":
                self.messages.append(params["entry"]["text"])
            case "Network.requestWillBeSent":
                self.requested.append(params["request"]["url"])

    def visit(self, path: Path) -> None:
        self.call("Page.navigate", url=path.as_uri())
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:
        """Return what a script evaluates to; promises are waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.run(condition):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.05)

    def resize(self, width: int, height: int = 900) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def click(self, selector: str) -> None:
        """Press the mouse over the first element that matches, once it stands still.

        After a reload the browser goes back to where the page was scrolled to, at a moment of its
        own choosing.
        """
        x, y = self.run(
            f"""(async () => {{
              const box = document.querySelector({json.dumps(selector)});
              const middle = () => {{
                box.scrollIntoView({{ block: "center", behavior: "instant" }});
                const {{ x, y, width, height }} = box.getBoundingClientRect();
                return [x + width / 2, y + height / 2];
              }};
              let [last, still] = [middle(), 0];
              while (still < 3) {{
                await new Promise((done) => setTimeout(done, 30));
                const at = middle();
                still = `${{at}}` === `${{last}}` ? still + 1 : 0;
                last = at;
              }}
              return last;
            }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str, text: str = "") -> None:
        """Press a key of the keyboard."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, text=text)


@contextmanager
def browser(profile: Path, *, downloads: Path) -> Iterator[Page]:
    """Start Chromium with an empty profile; it ends with the block."""
    assert CHROMIUM
    command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with connect(_address(profile), max_size=None) as socket:
                page = Page(socket, downloads)
                page.call(
                    "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads)
                )
                page.open()
                yield page
        finally:
            process.terminate()


def _address(profile: Path) -> str:
    note = profile / "DevToolsActivePort"
    end = time.monotonic() + 60
    while not note.exists() or note.read_text().count("\n") < 1:
        assert time.monotonic() < end, "Chromium did not start"
        time.sleep(0.05)
    port, path = note.read_text().split("\n")[:2]
    return f"ws://127.0.0.1:{port}{path}"
