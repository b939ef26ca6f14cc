"""The pages in a real browser: nothing to complain about, nothing that runs off the side."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from models.outcome import Outcome
from pipeline.report import Row, index_html, to_html

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    found = CHROMIUM if CHROMIUM.exists() else shutil.which("chromium")
    if not found:
        pytest.fail("these tests need Chromium; run: apt-get install --yes --no-install-recommends chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(found), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(params=["report", "index"])
def html(request, example):
    long = replace(example.documents[0], file="sebuah-nama-berkas-yang-sangat-panjang-" * 3 + ".jpg")
    claim = example.having(documents=(*example.documents, long))
    if request.param == "report":
        return to_html(claim.report(), {**claim.pictures, (long.file, 1): claim.pictures["ktp.jpg", 1]})
    row = Row.of(claim.report(), "a/report.html")
    return index_html([row, replace(row, claim_id="X" * 60, outcome=Outcome.CLEAR, reasons=())])


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (800, 900), (390, 844)])
@pytest.mark.parametrize("script", [True, False])
def test_the_page_opens_quietly_and_fits(browser, html, width, height, script, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
    page, complaints, asked = context.new_page(), [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unloaded = "[...document.images].filter(i => !i.complete || !i.naturalWidth).length"
    assert page.evaluate(unloaded) == 0
    context.close()


def test_a_picture_can_be_enlarged_without_script(browser, example, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(to_html(example.report(), example.pictures), encoding="utf-8")
    page = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False).new_page()
    page.goto(file.as_uri())
    before = page.locator("#gambar-1").bounding_box()["width"]
    page.get_by_role("link", name="Perbesar gambar").first.click()
    assert page.locator("#gambar-1").bounding_box()["width"] > 1.4 * before
    page.get_by_role("link", name="Kecilkan gambar").first.click()
    assert page.locator("#gambar-1").bounding_box()["width"] == before
