"""The page in a real Chromium: silent, connected to nothing, playing, deciding, filtering."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from report_browser import CHROMIUM, Page, browser
from report_sample import heard, report_input

from auditor.audio import clip
from auditor.records import Language
from auditor.report import html
from auditor.report.inputs import ReportInput

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]

Show = Callable[..., Page]

SECONDS = 1.2


def tone(utterance_id: str) -> bytes:
    times = np.arange(int(16_000 * SECONDS)) / 16_000
    return clip((0.2 * np.sin(2 * np.pi * 300 * times)).astype(np.float32), 0, SECONDS)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    downloads = tmp_path_factory.mktemp("downloads")
    with browser(tmp_path_factory.mktemp("profile"), downloads=downloads) as started:
        yield started


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Show:
    def visit(source: ReportInput, language: Language = "en") -> Page:
        path = tmp_path / "index.html"
        path.write_text(html(source, language), "utf-8")
        page.messages.clear()
        page.requested.clear()
        page.resize(1280)
        page.visit(path)
        return page

    return visit


def first_claim(page: Page) -> str:
    page.run("document.querySelector('.claim').open = true")
    return str(page.run("document.querySelector('.claim').id"))


def headline(page: Page) -> str:
    return " ".join(str(page.run("document.querySelector('.headline').textContent")).split())


def test_it_logs_nothing_and_asks_for_nothing(show: Show) -> None:
    page = show(report_input(clips=tone))
    first_claim(page)
    page.click(".claim .play")
    page.wait("player.duration > 0")
    assert page.messages == []
    assert {url.split(":", 1)[0] for url in page.requested} <= {"file", "data"}


def test_it_can_connect_to_nothing(show: Show) -> None:
    page = show(report_input())
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        blocked = page.run(
            f"""(async () => {{
              const blocked = new Set();
              const note = (event) => blocked.add(event.effectiveDirective);
              document.addEventListener("securitypolicyviolation", note);
              const tags = {{ img: "src", script: "src", audio: "src", link: "href" }};
              for (const [tag, key] of Object.entries(tags)) {{
                const element = document.createElement(tag);
                if (tag === "link") element.rel = "stylesheet";
                element[key] = "{address}";
                document.body.append(element);
              }}
              await fetch("{address}").catch(() => 0);
              await new Promise((go) => setTimeout(go, 500));
              return [...blocked];
            }})()"""
        )
        assert set(blocked) >= {"connect-src", "img-src", "script-src-elem", "media-src"}
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_click_plays_the_clip_and_its_end_resets_the_button(show: Show) -> None:
    page = show(report_input(clips=tone))
    first_claim(page)
    page.click(".claim .play")
    page.wait("document.querySelector('.play').classList.contains('playing')")
    assert page.run("document.querySelector('.play').getAttribute('aria-label')").startswith("Stop")
    page.wait("player.duration > 0")
    assert page.run("player.duration") == pytest.approx(SECONDS, abs=0.15)
    page.wait("player.currentTime > 0.2")
    page.wait("!document.querySelector('.play').classList.contains('playing')")
    assert page.run("document.querySelector('.play').getAttribute('aria-label')").startswith("Play")


def test_one_clip_plays_at_a_time_and_a_second_click_stops_it(show: Show) -> None:
    page = show(report_input(clips=tone))
    page.run("document.querySelectorAll('.claim').forEach((claim) => { claim.open = true; })")
    page.run("document.querySelectorAll('.play').forEach((b, i) => { b.id = 'play' + i; })")
    page.click("#play0")
    page.wait("!player.paused")
    page.click("#play1")
    page.wait("document.querySelector('#play1').classList.contains('playing')")
    assert page.run("document.querySelectorAll('.playing').length") == 1
    page.click("#play1")
    page.wait("player.paused")
    assert page.run("document.querySelectorAll('.playing').length") == 0


def test_the_keyboard_opens_a_claim_and_plays_it(show: Show) -> None:
    page = show(report_input(clips=tone))
    page.run("document.querySelector('.claim > summary').focus()")
    page.press("Enter", "\r")
    page.wait("document.querySelector('.claim').open")
    page.press("Tab")
    assert page.run("document.activeElement.className") == "play"
    page.press("Enter", "\r")
    page.wait("!player.paused")


def test_a_clip_that_cannot_be_played_says_so(show: Show) -> None:
    page = show(report_input(clips=lambda _: b"no sound at all"))
    first_claim(page)
    page.click(".claim .play")
    page.wait("document.querySelector('.play').disabled")
    assert "cannot play" in page.run("document.querySelector('.sentence').textContent")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("decided", [0, 1, 3])
def test_script_and_page_write_the_same_headline(
    show: Show, language: Language, decided: int
) -> None:
    claims = [claim.id for one in report_input().profiles for claim in one.claims]
    judged = ["rejected", "confirmed", "rejected"][:decided]
    decisions = dict(zip(claims[::7], judged, strict=False))
    source = report_input(decisions=decisions)
    written = re.search(r'<p class="headline".*?</p>', html(source, language), re.DOTALL)
    assert written
    page = show(source, language)
    in_file = page.run(
        f"new DOMParser().parseFromString({json.dumps(written[0])}, 'text/html').body.textContent"
    )
    assert headline(page) == " ".join(in_file.split())


def test_decisions_change_the_headline_and_outlive_a_reload(show: Show) -> None:
    page = show(report_input())
    before = headline(page)
    claim = first_claim(page)
    page.click(f"#{claim} [data-decision=confirmed]")
    assert "1 of" in headline(page).rsplit(".", 2)[1]
    page.call("Page.reload")
    page.wait(
        "document.readyState === 'complete' && !!document.querySelector('.decided.confirmed')"
    )
    assert (
        page.run(f"document.querySelector('#{claim} .decided').textContent") == "confirmed by ear"
    )
    page.run(f"document.querySelector('#{claim}').open = true")
    page.click(f"#{claim} [data-decision=confirmed]")
    assert headline(page) == before


def test_rejecting_all_that_is_sure_leaves_nothing_sure(show: Show) -> None:
    page = show(report_input())
    page.run(
        "document.querySelectorAll('.claim[data-certainty=certain] [data-decision=rejected]')"
        ".forEach((button) => button.click())"
    )
    assert "no category of personal data surely revealed." in headline(page)


def test_decisions_are_saved_and_loaded_as_a_file(show: Show, tmp_path: Path) -> None:
    page = show(report_input())
    claim = first_claim(page)
    page.click(f"#{claim} [data-decision=rejected]")
    page.click("#save")
    saved = page.downloads / "decisions.json"
    end = time.monotonic() + 20
    while not saved.exists() and time.monotonic() < end:
        time.sleep(0.05)
    decisions = json.loads(saved.read_text("utf-8"))
    assert decisions == {claim.removeprefix("claim-"): "rejected"}
    page.click(f"#{claim} [data-decision=rejected]")
    document = page.call("DOM.getDocument")["root"]["nodeId"]
    node = page.call("DOM.querySelector", nodeId=document, selector="#file")["nodeId"]
    page.call("DOM.setFileInputFiles", nodeId=node, files=[str(saved)])
    page.wait("document.getElementById('note').textContent !== ''")
    assert page.run("document.getElementById('note').textContent") == "1\u00a0decision loaded."
    assert page.run("document.querySelectorAll('.decided.rejected').length") == 1


def test_a_browser_without_storage_still_decides_and_warns(show: Show) -> None:
    page = show(report_input())
    page.run(
        "void Object.defineProperty(window, 'localStorage', { get() { throw Error('denied'); } })"
    )
    claim = first_claim(page)
    page.click(f"#{claim} [data-decision=confirmed]")
    assert page.run("document.querySelectorAll('.decided.confirmed').length") == 1
    assert "does not keep decisions" in page.run("document.getElementById('note').textContent")


def shown(page: Page) -> int:
    return int(page.run("document.querySelectorAll('.claim:not([hidden])').length"))


def choose(page: Page, field: str, value: str) -> None:
    page.run(
        f"(() => {{ const field = document.querySelector('.filters [name={field}]');"
        f"field.value = {json.dumps(value)};"
        "field.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def test_filters_narrow_and_reset(show: Show) -> None:
    source = report_input()
    claims = [claim for one in source.profiles for claim in one.claims]
    page = show(source)
    assert shown(page) == len(claims)
    choose(page, "kind", "health")
    assert shown(page) == sum(claim.category == "health" for claim in claims)
    page.click(".filters [type=reset]")
    page.wait(f"document.querySelectorAll('.claim:not([hidden])').length === {len(claims)}")
    choose(page, "certainty", "possible")
    assert shown(page) == sum(claim.probability < 0.6 for claim in claims)
    choose(page, "words", "xyzzy")
    assert shown(page) == 0
    assert page.run("!document.getElementById('nothing').hidden")
    assert page.run("document.querySelectorAll('.person:not([hidden])').length") == 0


def test_search_ignores_accents_and_case(show: Show) -> None:
    page = show(report_input(), "fr")
    choose(page, "words", "NOEMIE hopital")
    assert shown(page) >= 1
    assert page.run(
        "[...document.querySelectorAll('.claim:not([hidden])')]"
        ".every((c) => c.textContent.includes('noémie') && c.textContent.includes('hôpital'))"
    )


def test_a_link_to_a_claim_opens_it(show: Show) -> None:
    page = show(report_input())
    page.click("#first td a")
    page.wait("document.querySelectorAll('.claim[open]').length === 1")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_width_needs_sideways_scrolling(show: Show, language: Language, width: int) -> None:
    page = show(report_input(clips=tone), language)
    page.resize(width)
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.run("document.documentElement.scrollWidth") <= width


def test_print_opens_everything_and_closes_it_again(show: Show) -> None:
    page = show(report_input())
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.querySelectorAll('details:not([open])').length") == 0
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('.claim[open]').length") == 0


def test_hostile_words_run_nothing(show: Show) -> None:
    attack = "<script>document.title='owned'</script><img/src=x/onerror=document.title='owned'>"
    spoken = (
        f'{attack}|en|{attack}"onmouseover="document.title=1.opus|2026-03-02T07:41:00+00:00\n'
        f"  say {attack} to me = health,{attack},driver,.9\n"
    )
    page = show(report_input(sample=heard(spoken), clips=tone))
    assert page.run("document.title") == "What the recordings give away"
    assert page.run("document.querySelectorAll('main script, main img').length") == 0
    assert page.messages == []
