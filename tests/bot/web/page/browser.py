"""Real headless Chromium, watched: what it asks for and what it complains about."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright

from bot.web.auth import Auth

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def require_chromium() -> None:
    """Without Chromium the test is skipped loudly, and fails on CI."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"{CHROMIUM} is missing: the page is not tested")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser for many visitors."""
    require_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


class Place(Protocol):
    """What can be visited."""

    @property
    def url(self) -> str: ...
    @property
    def auth(self) -> Auth: ...


class Visitor:
    """One browser profile; `trouble` holds script errors and requests that leave the site."""

    def __init__(self, site: Place, context: BrowserContext) -> None:
        self.site = site
        self.context = context
        self.trouble: list[str] = []
        self.refusals = {401, 403}
        # The page asks who is signed in and may hear "nobody"; a child is not shown the simulator.

    async def open(self, path: str = "/") -> Page:
        """A new tab."""
        page = await self.context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on(
            "console", lambda message: self._complaint(message.type, f"{message.text} {message.location}")
        )
        page.on("request", lambda request: self._asked(request.url))
        await page.goto(self.site.url + path)
        return page

    async def sign_in(self, person: str = "mom") -> Page:
        """A new tab, signed in by a link, with the home on it."""
        page = await self.open(f"/?code={self.site.auth.new_code(person)}")
        await page.locator(".card").first.wait_for(state="attached")
        return page

    def _complaint(self, kind: str, text: str) -> None:
        if kind == "error" and not any(f"status of {code}" in text for code in self.refusals):
            self.trouble.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith(self.site.url + "/"):
            self.trouble.append(f"left the site: {url}")


class Door:
    """Where visitors of one site come from."""

    def __init__(self, site: Place, browser: Browser) -> None:
        self._site = site
        self._browser = browser

    @asynccontextmanager
    async def visitor(self, **options: Any) -> AsyncIterator[Visitor]:
        """A visitor who must not have met any trouble in the end."""
        context = await self._browser.new_context(**({"viewport": WIDE, "locale": "ko-KR"} | options))
        visitor = Visitor(self._site, context)
        yield visitor
        await context.close()
        assert visitor.trouble == [], visitor.trouble


def card(page: Page, appliance_id: str) -> Locator:
    """The card of an appliance."""
    return page.locator(f"article:has(#name-{appliance_id})")


async def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    await page.locator("#say").fill(text)
    await page.keyboard.press("Enter")
