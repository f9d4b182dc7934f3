"""One browser and one loop for all page tests; each test has its own site and its own profile."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.bot.web.conftest import Site, scripted_site
from tests.bot.web.page.browser import Door, chromium


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium."""
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    """A site of the test's own."""
    async with scripted_site() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def door(site: Site, browser: Browser) -> Door:
    """Where visitors of the site come from."""
    return Door(site, browser)
