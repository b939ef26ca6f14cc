"""The desk in real Chromium: an officer with a keyboard alone, what axe finds, and its screen."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from models.audit import Action
from models.case import ReviewState, Ruled, Ruling
from models.outcome import Risk
from tests.pipeline.desk.flagged_claims import NIK, WHY, flagged
from tests.pipeline.desk.live_desk import PASSWORD, Live
from tests.pipeline.report.test_report_in_browser import ARGUMENTS, CHROMIUM
from tests.pipeline.store.test_known_answers import sample

CLAIMS = 20
MOST_KEYS = 6


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = CHROMIUM if CHROMIUM.exists() else shutil.which("chromium")
    if not found:
        pytest.fail("these tests need Chromium; run: apt-get install --yes --no-install-recommends chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(found), args=ARGUMENTS)
        yield started
        started.close()


class Officer:
    """Somebody at a keyboard: every key that he presses is counted."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.keys = page, url, 0
        page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda r: r.url.startswith(url) or self.complaints.append(f"asked {r.url}"))

    def painted(self) -> None:
        """Wait until the page was painted: Chromium drops keys before that, and nobody types blindly."""
        for _ in range(3):
            try:
                self.page.wait_for_load_state("networkidle")
                self.page.evaluate(
                    "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))"
                )
                return
            except Error:  # it went on to another page meanwhile
                self.page.wait_for_load_state("load")

    def press(self, *keys: str) -> None:
        self.painted()
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def sign_in(self, name: str) -> None:
        self.page.goto(f"{self.url}/desk/")
        self.page.wait_for_selector("#name:focus")
        self.painted()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def ready(self) -> str:
        """Wait until the case is there with its picture; returns its verification id."""
        self.page.wait_for_url("**/desk/case/**")
        self.page.wait_for_selector(".sheet:not([hidden]) .loading", state="hidden")
        self.page.wait_for_load_state("networkidle")
        return self.page.url.partition("/case/")[2].partition("?")[0]


@pytest.fixture
def officer(browser: Browser, live: Live) -> Iterator[Officer]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    someone = Officer(context.new_page(), live.url)
    yield someone
    assert someone.complaints == [], "nothing fails, and nothing is asked of anybody else"
    context.close()


def test_twenty_flagged_claims_with_the_keyboard_alone(live: Live, officer: Officer, capsys) -> None:
    risks = (Risk.MEDIUM, Risk.LOW, Risk.MEDIUM, Risk.HIGH)
    runs = {flagged(live.store.cases, f"JHT-{n:02d}", risks[n % 4], WHY[n % 3 :][:1]) for n in range(CLAIMS)}
    officer.sign_in("officer")
    officer.press("n")
    ways = (("1", "a", "Enter"), ("2", "1", "a", "2", "Enter"), ("1", "m", "Enter"), ("1", "x", "1", "Enter"),
            ("1", "e", "1", "Enter"))  # fmt: skip
    spent, seconds = [], []
    for n in range(CLAIMS):
        began, before = time.perf_counter(), officer.keys
        run = officer.ready()
        assert run in runs
        runs.remove(run)
        asks = ways[n % len(ways)]
        officer.press(*asks[:-1])
        if "m" in asks:
            text = officer.page.locator("#panel-ask_again [name=message]")
            expect(text).not_to_have_value("")
            assert "Mohon" in text.input_value()
        with officer.page.expect_navigation():
            officer.press(asks[-1])
        assert live.store.cases.officers.rulings(run)[-1].ruling.officer == "officer"
        spent.append(officer.keys - before)
        seconds.append(time.perf_counter() - began)
    officer.page.wait_for_url("**/desk/queue*")
    with capsys.disabled():
        sys.stdout.write(f"\n{CLAIMS} claims: {sum(spent) / CLAIMS:.1f} keys each, {max(spent)} at most; "
              f"{sum(seconds) / CLAIMS:.2f} s each, {max(seconds):.2f} s at most\n")  # fmt: skip
    assert max(spent) <= MOST_KEYS
    assert not runs
    assert live.store.queue.counts("officer", live.desk.clock()).open == 0


def test_every_ruling_by_key_is_the_one_that_was_meant(live: Live, officer: Officer) -> None:
    first, *_ = [flagged(live.store.cases, f"JHT-{n}") for n in range(3)]
    officer.sign_in("officer")
    officer.press("n")
    officer.ready()
    officer.press("x", "2")
    assert officer.page.locator("#panel-reject").is_visible()
    officer.press("Escape")
    assert not officer.page.locator("#panel-reject").is_visible()
    officer.press("a", "1")
    with officer.page.expect_navigation():
        officer.press("Enter")
    officer.ready()
    (kept,) = live.store.cases.officers.rulings(first)
    assert (kept.ruling.ruled, kept.ruling.codes) == (Ruled.ACCEPT, ("difference_explained",))
    with officer.page.expect_navigation():
        officer.press("u")
    assert officer.ready() == first
    assert live.store.cases.officers.review(first).state is ReviewState.OPEN


def test_a_message_in_the_officers_words_is_what_is_kept(live: Live, officer: Officer) -> None:
    run = flagged(live.store.cases, "JHT-1")
    officer.sign_in("officer")
    officer.press("n")
    officer.ready()
    officer.press("m")
    text = officer.page.locator("#panel-ask_again [name=message]")
    expect(text).not_to_have_value("")
    text.focus()
    officer.page.keyboard.press("Control+End")
    officer.page.keyboard.type("Salam, petugas.")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Control+Enter")
    (kept,) = live.store.cases.officers.rulings(run)
    assert kept.ruling.message.endswith("Salam, petugas.")
    assert "Mohon periksa NIK" in " ".join(kept.ruling.message.split())


def test_values_are_shown_by_key_and_hidden_again(live: Live, officer: Officer) -> None:
    flagged(live.store.cases, "JHT-1")
    officer.sign_in("officer")
    officer.press("n")
    officer.ready()
    assert NIK not in officer.page.content()
    for times in (1, 2):
        officer.press("t")
        officer.page.wait_for_selector(".secret.shown")
        assert NIK in officer.page.inner_text(".fields")
        officer.press("t")
        officer.page.wait_for_selector(".secret.shown", state="detached")
        assert NIK not in officer.page.inner_text("body")
        counted = Counter(row.entry.what for row in live.store.audit.of_claim("JHT-1"))
        assert counted[Action.REPORT_VIEWED] == times


def test_a_field_leads_to_its_place_and_the_picture_is_moved_by_keys(live: Live, officer: Officer) -> None:
    flagged(live.store.cases, "JHT-1")
    officer.sign_in("officer")
    officer.press("n")
    officer.ready()

    def view() -> list[float]:
        box = officer.page.get_attribute(".sheet:not([hidden]) svg", "viewBox") or ""
        return [float(number) for number in box.split()]

    officer.press("2")
    assert officer.page.locator(".box.on").count() == 1
    second = view()
    officer.press("1")
    assert officer.page.get_attribute(".box.on", "data-box") == "0.agama"
    first = view()
    assert first != second
    officer.press("+")
    assert view()[2] < first[2]
    officer.press("ArrowRight")
    assert view()[:2] != first[:2]
    officer.press("0")
    assert view() == [0, 0, 400, 640]
    officer.press("r")
    assert view()[2:] == [640, 400]
    officer.press("s")
    assert not officer.page.locator(".signlist").first.is_visible()
    officer.press("]")
    assert officer.page.get_attribute("[data-document='1']", "aria-pressed") == "true"
    officer.press("?")
    assert officer.page.locator("#help").is_visible()


def test_the_queue_by_keys(live: Live, officer: Officer) -> None:
    runs = [flagged(live.store.cases, f"JHT-{n}") for n in range(3)]
    officer.sign_in("officer")
    officer.press("j", "j")
    with officer.page.expect_navigation():
        officer.press("i")
    assert live.store.cases.officers.review(runs[1]).officer == "officer"
    assert officer.ready() == runs[1], "what one takes opens"
    with officer.page.expect_navigation():
        officer.press("g")
    officer.page.wait_for_url("**/desk/queue**")
    officer.press("j", "j", "k")
    with officer.page.expect_navigation():
        officer.press("Enter")
    assert officer.ready() == runs[0]
    with officer.page.expect_navigation():
        officer.press("j")
    assert officer.ready() == runs[1]
    with officer.page.expect_navigation():
        officer.press("g")
    officer.press("/")
    assert officer.page.evaluate("document.activeElement.id") == "value"
    officer.page.keyboard.type("jn")
    assert officer.page.input_value("#value") == "jn", "keys do nothing where something is written"


@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_serious(live: Live, officer: Officer, language: str) -> None:
    run = flagged(live.store.cases, "JHT-1", Risk.HIGH)
    flagged(live.store.cases, "JHT-2")
    page = officer.page
    page.context.add_cookies([{"name": "periksa_language", "value": language, "url": f"{live.url}/desk"}])
    places = ["/queue", f"/case/{run}", "/figures", "/agreement", "/audit", "/queue?programme=JKM"]
    agreed(live)
    page.goto(f"{live.url}/desk/sign-in")
    assert serious(page) == []
    officer.sign_in("supervisor")
    for place in places:
        page.goto(f"{live.url}/desk{place}")
        page.wait_for_load_state("networkidle")
        assert serious(page) == [], place
    page.goto(f"{live.url}/desk/case/{run}")
    for key in ("a", "m", "x", "c", "?"):
        officer.press(key)
        page.wait_for_timeout(200)  # the panel slides in
        assert serious(page) == [], key


def agreed(live: Live) -> None:
    """Something of everything that the page of agreement shows: many and few, and a difference."""
    cases, reads = live.store.cases, live.store.agreement.reads
    for n in range(14):
        word = Ruled.REJECT if n else Ruled.ACCEPT
        cases.officers.rule(sample(cases, f"JHT-s{n}", Ruled.REJECT), Ruling("andi", word), version=1)
    moment = live.desk.clock()
    for n in range(2):
        decided = flagged(cases, f"JHT-d{n}")
        cases.officers.rule(decided, Ruling("andi", Ruled.ACCEPT), version=1, read_again_at=moment)
    for n, read in enumerate(reads.waiting("budi", live.desk.clock())):
        reads.read(read.number, "budi", Ruled.REJECT if n else Ruled.ACCEPT, (), "Foto buram.")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_second_read_by_keys_and_its_list(live: Live, officer: Officer, language: str) -> None:
    run, page = flagged(live.store.cases, "JHT-1"), officer.page
    first = Ruling("andi", Ruled.ASK_AGAIN, message="Mohon foto ulang.")
    live.store.cases.officers.rule(run, first, version=1, read_again_at=live.desk.clock())
    page.context.add_cookies([{"name": "periksa_language", "value": language, "url": f"{live.url}/desk"}])
    officer.sign_in("officer")
    page.goto(f"{live.url}/desk/second-reads")
    assert serious(page) == []
    officer.press("j")
    with page.expect_navigation():
        officer.press("Enter")
    assert officer.ready() == run
    assert page.locator("#second").is_visible()
    assert serious(page) == []
    officer.press("c")
    assert page.locator("#panel-correct").count() == 0
    officer.press("m")
    assert page.locator("#panel-ask_again").is_visible()
    assert page.locator("#panel-ask_again [name=message]").count() == 0
    officer.press("Escape", "x", "1")
    with page.expect_navigation():
        officer.press("Enter")
    page.wait_for_url("**/desk/second-reads")
    (read,) = live.store.agreement.reads.differing(live.desk.clock() - timedelta(hours=1))
    assert (read.officer, read.ruled, read.first_ruled) == ("officer", Ruled.REJECT, Ruled.ASK_AGAIN)
    assert page.locator(".empty").is_visible()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (820, 1180)])
def test_a_case_fits_the_screen(live: Live, officer: Officer, width: int, height: int) -> None:
    run = flagged(live.store.cases, "JHT-1", Risk.HIGH, WHY)
    officer.sign_in("supervisor")
    officer.page.set_viewport_size({"width": width, "height": height})
    officer.page.goto(f"{live.url}/desk/case/{run}")
    officer.ready()
    size = officer.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [width, height], "nothing to scroll"
    for part in (".reasons", ".viewer", ".strip", ".fields", ".decide"):
        box = officer.page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= height or part == ".reasons", part
    for place in ("/queue", "/figures", "/agreement", "/audit"):
        officer.page.goto(f"{live.url}/desk{place}")
        assert officer.page.evaluate("document.documentElement.scrollWidth") <= width, place
