"""Sign-in by a provider in real Chromium: over to another site and back, under the page's own rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from pipeline.desk import Provider
from pipeline.store import CaseStore
from tests.pipeline.desk.live_desk import Live, running
from tests.pipeline.desk.own_provider import OwnProvider, own_provider
from tests.pipeline.desk.provider_desk import settings_for
from tests.pipeline.desk.test_desk_in_browser import browser, serious

__all__ = ["browser"]


@pytest.fixture
def sso() -> Iterator[OwnProvider]:
    with own_provider() as told:
        yield told


@pytest.fixture
def live(cases: CaseStore, sso: OwnProvider) -> Iterator[Live]:
    def at(url: str) -> dict[str, Provider]:
        return {"provider": Provider(settings_for(sso, url))}

    with running(cases, at) as desk:
        yield desk


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert [text for text in complaints if "403" not in text] == []
    context.close()


def test_over_to_another_site_and_back(live: Live, sso: OwnProvider, page: Page) -> None:
    assert "localhost" in sso.issuer
    assert "127.0.0.1" in live.url, "to a browser they are two sites"
    page.goto(f"{live.url}/desk/sign-in")
    assert serious(page) == []
    page.click("a[href='/desk/sign-in/provider']")
    page.wait_for_url("**/desk/queue")
    assert "officer" in page.inner_text("header")
    cookies = {one["name"]: one for one in page.context.cookies()}
    assert cookies["periksa_desk"]["sameSite"] == "Strict"
    assert "periksa_sign_in" not in cookies
    page.reload()
    assert page.url.endswith("/desk/queue")


def test_who_has_no_account_reads_why(live: Live, sso: OwnProvider, page: Page) -> None:
    sso.person = {"sub": "z9", "preferred_username": "tamu"}
    page.goto(f"{live.url}/desk/sign-in")
    page.click("a[href='/desk/sign-in/provider']")
    page.wait_for_selector("[role=alert]")
    assert "tidak terdaftar" in page.inner_text("[role=alert]")
    assert serious(page) == []
    page.goto(f"{live.url}/desk/queue")
    assert page.url.endswith("/desk/sign-in")
